// SPDX-License-Identifier: Apache-2.0

package cisdock

// #include "bridge.h"
import "C"

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime/cgo"
	"time"
	"unsafe"
)

// What a callback gives to C where it failed; the error itself waits in the state.
const callbackFailed = -1

func slice(data *C.uint8_t, size C.size_t) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(data)), int(size))
}

//export cisdockGoReadAt
func cisdockGoReadAt(handle C.uintptr_t, offset C.uint64_t, buffer *C.uint8_t, size C.size_t) (result C.int64_t) {
	s := cgo.Handle(handle).Value().(*source)
	defer s.state.guard(func() { result = callbackFailed })
	n, err := s.at.ReadAt(slice(buffer, size), int64(offset))
	return s.got(n, int(size), err)
}

//export cisdockGoRead
func cisdockGoRead(handle C.uintptr_t, buffer *C.uint8_t, size C.size_t) (result C.int64_t) {
	s := cgo.Handle(handle).Value().(*source)
	defer s.state.guard(func() { result = callbackFailed })
	for tries := 0; tries < 100; tries++ {
		n, err := s.next.Read(slice(buffer, size))
		if n != 0 || err != nil || size == 0 {
			return s.got(n, int(size), err)
		}
	}
	return s.got(0, int(size), io.ErrNoProgress)
}

// got turns a reader's answer into C's: bytes that came with an error count first.
func (s *source) got(n, size int, err error) C.int64_t {
	switch {
	case n < 0 || n > size:
		s.state.fail(fmt.Errorf("cisdock: the reader says that it gave %d bytes where at most %d were asked for", n, size))
		return callbackFailed
	case n > 0, err == nil, errors.Is(err, io.EOF):
		return C.int64_t(n)
	}
	s.state.fail(err)
	return callbackFailed
}

//export cisdockGoLength
func cisdockGoLength(handle C.uintptr_t) C.int64_t {
	return C.int64_t(cgo.Handle(handle).Value().(*source).size)
}

//export cisdockGoClose
func cisdockGoClose(handle C.uintptr_t) {
	h := cgo.Handle(handle)
	if s, ok := h.Value().(*source); ok && s.closer != nil {
		defer s.state.guard(func() {})
		s.closer.Close()
	}
	h.Delete()
}

// deliver fills a source of what a store opened: 0, 1 where there is none, or a failure.
func deliver(st *state, reader io.ReadCloser, err error, out *C.cisdock_source) C.int32_t {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 1
	case err != nil:
		st.fail(err)
		return callbackFailed
	case reader == nil:
		return 1
	}
	*out = newSource(st, &source{next: reader, closer: reader})
	return 0
}

//export cisdockGoOpenBlob
func cisdockGoOpenBlob(handle C.uintptr_t, digest *C.char, size C.int64_t, out *C.cisdock_source) (result C.int32_t) {
	b := cgo.Handle(handle).Value().(*blobs)
	defer b.state.guard(func() { result = callbackFailed })
	reader, err := b.store.OpenBlob(b.state.current(), C.GoString(digest), int64(size))
	return deliver(b.state, reader, err, out)
}

//export cisdockGoOpenDocument
func cisdockGoOpenDocument(handle C.uintptr_t, name *C.char, out *C.cisdock_source) (result C.int32_t) {
	b := cgo.Handle(handle).Value().(*blobs)
	defer b.state.guard(func() { result = callbackFailed })
	reader, err := b.store.(Documents).OpenDocument(b.state.current(), C.GoString(name))
	return deliver(b.state, reader, err, out)
}

//export cisdockGoWrite
func cisdockGoWrite(handle C.uintptr_t, data *C.uint8_t, size C.size_t) (result C.int32_t) {
	s := cgo.Handle(handle).Value().(*sink)
	defer s.state.guard(func() { result = callbackFailed })
	if _, err := s.writer.Write(slice(data, size)); err != nil {
		s.state.fail(err)
		return callbackFailed
	}
	return 0
}

//export cisdockGoLog
func cisdockGoLog(handle C.uintptr_t, level C.int32_t, message *C.char) {
	st := cgo.Handle(handle).Value().(*state)
	if st.options.Log == nil {
		return
	}
	defer st.guard(func() {})
	st.options.Log(LogLevel(level), C.GoString(message))
}

//export cisdockGoProgress
func cisdockGoProgress(handle C.uintptr_t, phase *C.char, done, total C.uint64_t) {
	st := cgo.Handle(handle).Value().(*state)
	if st.options.Progress == nil {
		return
	}
	defer st.guard(func() {})
	st.options.Progress(C.GoString(phase), uint64(done), uint64(total))
}

//export cisdockGoCancel
func cisdockGoCancel(handle C.uintptr_t) C.int32_t {
	if cgo.Handle(handle).Value().(*state).stop() {
		return 1
	}
	return 0
}

//export cisdockGoNow
func cisdockGoNow(handle C.uintptr_t) (result C.int64_t) {
	st := cgo.Handle(handle).Value().(*state)
	defer st.guard(func() { result = C.int64_t(time.Time{}.Unix()) })
	return C.int64_t(st.options.Now().Unix())
}

// put writes into a sink of C.
func put(into *C.cisdock_sink, data []byte) C.int32_t {
	if len(data) == 0 {
		return 0
	}
	return C.cisdock_go_write(into, (*C.uint8_t)(unsafe.Pointer(&data[0])), C.size_t(len(data)))
}

//export cisdockGoCacheGet
func cisdockGoCacheGet(handle C.uintptr_t, key *C.char, into *C.cisdock_sink) (result C.int32_t) {
	st := cgo.Handle(handle).Value().(*state)
	defer st.guard(func() { result = callbackFailed })
	value, found := st.options.Cache.Get(C.GoString(key))
	if !found {
		return 0
	}
	if put(into, value) != 0 {
		return callbackFailed
	}
	return 1
}

//export cisdockGoCachePut
func cisdockGoCachePut(handle C.uintptr_t, key *C.char, data *C.uint8_t, size C.size_t) (result C.int32_t) {
	st := cgo.Handle(handle).Value().(*state)
	defer st.guard(func() { result = callbackFailed })
	st.options.Cache.Put(C.GoString(key), append([]byte(nil), slice(data, size)...))
	return 0
}
