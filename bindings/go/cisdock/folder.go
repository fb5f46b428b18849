// SPDX-License-Identifier: Apache-2.0

package cisdock

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Folder is the folder of an OCI layout as a store of blobs. Links are not followed, and names do not lead out of it.
type Folder string

// OpenBlob opens blobs/<algorithm>/<hex>.
func (f Folder) OpenBlob(_ context.Context, digest string, _ int64) (io.ReadCloser, error) {
	algorithm, hex, _ := strings.Cut(digest, ":")
	return f.open("blobs", algorithm, hex)
}

// OpenDocument opens a file at the top.
func (f Folder) OpenDocument(_ context.Context, name string) (io.ReadCloser, error) {
	return f.open(name)
}

func (f Folder) open(parts ...string) (io.ReadCloser, error) {
	path := string(f)
	for _, part := range parts {
		if part == "" || part[0] == '.' || strings.ContainsAny(part, `/\`) {
			return nil, fmt.Errorf("%q is no name in an OCI layout: %w", part, fs.ErrNotExist)
		}
		path = filepath.Join(path, part)
		if info, err := os.Lstat(path); err != nil {
			return nil, err
		} else if info.Mode()&fs.ModeSymlink != 0 {
			return nil, fmt.Errorf("%s is a link: %w", path, fs.ErrNotExist)
		}
	}
	return os.Open(path)
}
