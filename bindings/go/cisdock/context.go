// SPDX-License-Identifier: Apache-2.0

package cisdock

// #include "bridge.h"
// #include <stdlib.h>
import "C"

import (
	"context"
	"fmt"
	"runtime"
	"runtime/cgo"
	"strings"
	"sync"
	"unsafe"
)

// state is what callbacks reach. It knows nothing of its Context, so that a forgotten Context can be collected.
type state struct {
	options Options

	mu       sync.Mutex
	ctx      context.Context // of the running call
	err      error           // the first that a callback returned during it
	panicked interface{}     // the first that a callback panicked with
}

// Context holds options, callbacks and the memory of everything made with it. One goroutine at a time.
type Context struct {
	mu     sync.Mutex // held during calls
	c      *C.cisdock_context
	state  *state
	handle cgo.Handle
	open   int // handles that are not closed; the C context lives until they are
	closed bool
}

// NewContext makes a Context. Close it.
func NewContext(options Options) (*Context, error) {
	c := &Context{state: &state{options: options, ctx: context.Background()}}
	if status := C.cisdock_context_new(nil, &c.c); status != 0 {
		return nil, lastError(nil, status, nil)
	}
	c.handle = cgo.NewHandle(c.state)
	runtime.SetFinalizer(c, (*Context).finalize)
	if err := c.configure(); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (c *Context) configure() error {
	options := &c.state.options
	clock := C.int(0)
	if options.Now != nil {
		clock = 1
	}
	return c.call(context.Background(), func() C.int32_t {
		hooks := C.cisdock_go_hooks(C.uintptr_t(c.handle), clock)
		status := C.cisdock_context_set_hooks(c.c, &hooks)
		if status == 0 && options.Cache != nil {
			cache := C.cisdock_go_cache(C.uintptr_t(c.handle))
			status = C.cisdock_context_set_cache(c.c, &cache)
		}
		for limit, value := range options.Limits {
			if status == 0 {
				status = C.cisdock_context_set_u64(c.c, C.int32_t(limit), C.uint64_t(value))
			}
		}
		if status == 0 && options.RedactionKey != "" {
			key := C.CString(options.RedactionKey)
			status = C.cisdock_context_set_str(c.c, C.CISDOCK_OPT_REDACTION_KEY, key)
			C.free(unsafe.Pointer(key))
		}
		return status
	})
}

// Limit gives a limit that is in force.
func (c *Context) Limit(limit Limit) (value uint64, err error) {
	var out C.uint64_t
	err = c.call(context.Background(), func() C.int32_t { return C.cisdock_context_get_u64(c.c, C.int32_t(limit), &out) })
	return uint64(out), err
}

// Memory tells the bytes that the Context and its handles hold now, and held at most.
func (c *Context) Memory() (now, peak uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var n, p C.uint64_t
	if !c.closed {
		C.cisdock_context_memory(c.c, &n, &p)
	}
	return uint64(n), uint64(p)
}

// Close gives the Context back. What was made with it stays usable until it is closed itself, for reading only.
func (c *Context) Close() error {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil
	}
	c.closed = true
	runtime.SetFinalizer(c, nil)
	c.release()
	return nil
}

// release frees the C context with its last handle, since closing a handle may still call back.
func (c *Context) release() {
	if !c.closed || c.open > 0 || c.c == nil {
		return
	}
	C.cisdock_context_free(c.c)
	c.c = nil
	c.handle.Delete()
}

func (c *Context) finalize() {
	go c.Close()
}

// call runs a function of the library and turns its status, and what callbacks left, into an error.
func (c *Context) call(ctx context.Context, function func() C.int32_t) error {
	return c.run(ctx, false, function)
}

// run is call, which handles that are still open may use after the Close of their Context.
func (c *Context) run(ctx context.Context, closedToo bool, function func() C.int32_t) error {
	if c == nil {
		return ErrClosed
	}
	if !c.mu.TryLock() {
		return misuse(ErrBusy, "the Context is in use by another call: give each goroutine its own")
	}
	defer c.mu.Unlock()
	if c.c == nil || (c.closed && !closedToo) {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return &Error{Status: ErrCancelled, Class: "cancelled", Message: "the context was done before the call", Offset: -1, Layer: -1, Err: err}
	}
	c.state.begin(ctx)
	status := function()
	cause := c.state.end()
	if status == 0 {
		return nil
	}
	if cause == nil && Status(status) == ErrCancelled {
		cause = ctx.Err()
	}
	return lastError(c.c, status, cause)
}

func (s *state) begin(ctx context.Context) {
	s.mu.Lock()
	s.ctx, s.err, s.panicked = ctx, nil, nil
	s.mu.Unlock()
}

// end gives the error that a callback returned; a callback's panic goes on here.
func (s *state) end() error {
	s.mu.Lock()
	err, panicked := s.err, s.panicked
	s.ctx, s.err, s.panicked = context.Background(), nil, nil
	s.mu.Unlock()
	if panicked != nil {
		panic(panicked)
	}
	return err
}

// fail keeps a callback's error, the first of a call.
func (s *state) fail(err error) {
	s.mu.Lock()
	if s.err == nil {
		s.err = err
	}
	s.mu.Unlock()
}

// guard is deferred by each callback: no panic may cross C.
func (s *state) guard(failed func()) {
	if r := recover(); r != nil {
		s.mu.Lock()
		if s.panicked == nil {
			s.panicked = r
		}
		s.mu.Unlock()
		failed()
	}
}

func (s *state) current() context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ctx
}

func (s *state) stop() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err != nil || s.panicked != nil || s.ctx.Err() != nil
}

// cText is a C copy of a text; nil for "". The second result frees it.
func cText(text string) (*C.char, func(), error) {
	if text == "" {
		return nil, func() {}, nil
	}
	if strings.IndexByte(text, 0) >= 0 {
		return nil, nil, misuse(ErrInvalidArgument, fmt.Sprintf("a text with a NUL byte: %q", text))
	}
	c := C.CString(text)
	return c, func() { C.free(unsafe.Pointer(c)) }, nil
}

// owned is what all handles share: the pointer of C, and how to give it back.
type owned struct {
	context *Context
	pointer unsafe.Pointer
	free    func(unsafe.Pointer)
}

func (c *Context) adopt(pointer unsafe.Pointer, free func(unsafe.Pointer)) *owned {
	o := &owned{context: c, pointer: pointer, free: free}
	c.open++ // the call that made it holds the lock
	runtime.SetFinalizer(o, func(o *owned) { go o.Close() })
	return o
}

// Close gives the handle back. More than once is fine.
func (o *owned) Close() error {
	if o == nil {
		return nil
	}
	o.context.mu.Lock()
	defer o.context.mu.Unlock()
	if o.pointer == nil {
		return nil
	}
	runtime.SetFinalizer(o, nil)
	o.free(o.pointer)
	o.pointer = nil
	o.context.open--
	o.context.release()
	return nil
}

// with runs a reading function under the lock, which a running call holds.
func (o *owned) with(read func()) {
	o.context.mu.Lock()
	defer o.context.mu.Unlock()
	if o.pointer != nil {
		read()
	}
}
