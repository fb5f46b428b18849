// SPDX-License-Identifier: Apache-2.0

package cisdock

// #include "bridge.h"
import "C"

import (
	"bytes"
	"context"
	"io"
	"runtime/cgo"
)

// Source is where bytes come from: made by FromReaderAt, FromReader or FromBytes.
type Source struct {
	at   io.ReaderAt
	size int64
	next io.Reader
}

// FromReaderAt reads `size` bytes in any order. The reader must be safe for several goroutines where Threads is above 1.
func FromReaderAt(reader io.ReaderAt, size int64) Source {
	return Source{at: reader, size: size}
}

// FromReader reads forward only, once: a pipe, a network body.
func FromReader(reader io.Reader) Source {
	return Source{next: reader}
}

// FromBytes reads bytes in memory.
func FromBytes(data []byte) Source {
	return FromReaderAt(bytes.NewReader(data), int64(len(data)))
}

// Blobs is a content-addressed store: an OCI folder, a registry client. What does not exist is an error that
// errors.Is(err, fs.ErrNotExist) knows. The context is that of the running call.
type Blobs interface {
	OpenBlob(ctx context.Context, digest string, size int64) (io.ReadCloser, error)
}

// Documents is what a store of blobs implements beside: documents by name, of which "index.json" names the images.
type Documents interface {
	OpenDocument(ctx context.Context, name string) (io.ReadCloser, error)
}

// source is a Source while C may call it.
type source struct {
	state  *state
	at     io.ReaderAt
	size   int64
	next   io.Reader
	closer io.Closer
}

type blobs struct {
	state *state
	store Blobs
}

type sink struct {
	state  *state
	writer io.Writer
}

// newSource hands a source to C, which gives its handle back by close.
func newSource(st *state, s *source) C.cisdock_source {
	s.state = st
	random := C.int(0)
	if s.at != nil {
		random = 1
	}
	return C.cisdock_go_source(C.uintptr_t(cgo.NewHandle(s)), random)
}

func (s Source) table(st *state) (C.cisdock_source, error) {
	if s.at == nil && s.next == nil {
		return C.cisdock_source{}, misuse(ErrInvalidArgument, "an empty Source: make one by FromReaderAt, FromReader or FromBytes")
	}
	return newSource(st, &source{at: s.at, size: s.size, next: s.next}), nil
}

// writeTo hands a sink over `writer` to `function` for the time of a call.
func (c *Context) writeTo(ctx context.Context, writer io.Writer, function func(*C.cisdock_sink) C.int32_t) error {
	if c == nil {
		return ErrClosed
	}
	handle := cgo.NewHandle(&sink{state: c.state, writer: writer})
	defer handle.Delete()
	return c.run(ctx, true, func() C.int32_t {
		table := C.cisdock_go_sink(C.uintptr_t(handle))
		return function(&table)
	})
}
