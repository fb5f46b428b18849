// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"sync"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// store is an image in a registry as a store of blobs. Manifests and layers come from the registry when they are asked for.
type store struct {
	repository name.Repository
	remote     []remote.Option
	index      []byte
	known      map[string][]byte // documents that were read already
}

// open asks the registry for the manifest or index of a reference, and nothing else.
func open(reference name.Reference, options []remote.Option) (*store, error) {
	top, err := remote.Get(reference, options...)
	if err != nil {
		return nil, err
	}
	index, err := json.Marshal(v1.IndexManifest{SchemaVersion: 2, Manifests: []v1.Descriptor{top.Descriptor}})
	if err != nil {
		return nil, err
	}
	return &store{reference.Context(), options, index, map[string][]byte{top.Digest.String(): top.Manifest}}, nil
}

func (s *store) OpenDocument(_ context.Context, name string) (io.ReadCloser, error) {
	if name != "index.json" {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(s.index)), nil
}

// isManifest tells manifests from other blobs, which a registry serves under another address.
func (s *store) isManifest(digest string) bool {
	for _, document := range s.known {
		var index v1.IndexManifest
		if json.Unmarshal(document, &index) != nil {
			continue
		}
		for _, manifest := range index.Manifests {
			if manifest.Digest.String() == digest {
				return true
			}
		}
	}
	return false
}

func (s *store) OpenBlob(ctx context.Context, digest string, _ int64) (io.ReadCloser, error) {
	if document, found := s.known[digest]; found {
		return io.NopCloser(bytes.NewReader(document)), nil
	}
	reference := s.repository.Digest(digest)
	options := append(append([]remote.Option{}, s.remote...), remote.WithContext(ctx))
	if s.isManifest(digest) {
		manifest, err := remote.Get(reference, options...)
		if err != nil {
			return nil, err
		}
		s.known[digest] = manifest.Manifest
		return io.NopCloser(bytes.NewReader(manifest.Manifest)), nil
	}
	layer, err := remote.Layer(reference, options...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", reference, err)
	}
	return layer.Compressed()
}

// layerCache keeps the facts of layers in memory for the images to come.
type layerCache struct {
	mu     sync.Mutex
	values map[string][]byte
	hits   int
}

func newLayerCache() *layerCache { return &layerCache{values: map[string][]byte{}} }

func (c *layerCache) Get(key string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	value, found := c.values[key]
	if found {
		c.hits++
	}
	return value, found
}

func (c *layerCache) Put(key string, value []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.values[key] = value
}
