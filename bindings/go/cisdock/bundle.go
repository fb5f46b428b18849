// SPDX-License-Identifier: Apache-2.0

package cisdock

// #include "bridge.h"
import "C"

import (
	"context"
	"io"
	"unsafe"
)

// Bundle is a parsed and checked policy bundle, or a built-in benchmark.
type Bundle struct{ *owned }

func freeBundle(p unsafe.Pointer) { C.cisdock_bundle_free((*C.cisdock_bundle)(p)) }

func (b *Bundle) c() *C.cisdock_bundle { return (*C.cisdock_bundle)(b.pointer) }

func newBundle(made *owned, err error) (*Bundle, error) {
	if err != nil {
		return nil, err
	}
	return &Bundle{made}, nil
}

// Benchmark gives a built-in benchmark: "cis-docker-1.13.0"; "" for the newest.
func (c *Context) Benchmark(id string) (*Bundle, error) {
	text, free, err := cText(id)
	if err != nil {
		return nil, err
	}
	defer free()
	return newBundle(c.create(context.Background(), freeBundle, func(out *unsafe.Pointer) C.int32_t {
		return C.cisdock_bundle_builtin(c.c, text, (**C.cisdock_bundle)(unsafe.Pointer(out)))
	}))
}

// ParseBundle reads an Anchore policy bundle. `name` is what messages call it.
func (c *Context) ParseBundle(ctx context.Context, from Source, name string) (*Bundle, error) {
	text, free, err := cText(name)
	if err != nil {
		return nil, err
	}
	defer free()
	return newBundle(c.create(ctx, freeBundle, func(out *unsafe.Pointer) C.int32_t {
		table, err := from.table(c.state)
		if err != nil {
			c.state.fail(err)
			return C.CISDOCK_E_INVALID_ARG
		}
		return C.cisdock_bundle_parse(c.c, &table, text, (**C.cisdock_bundle)(unsafe.Pointer(out)))
	}))
}

// Plan is what the bundle's rules need.
func (b *Bundle) Plan() (*Plan, error) {
	if b == nil {
		return nil, ErrClosed
	}
	made, err := b.create(context.Background(), freePlan, func(c *Context, out *unsafe.Pointer) C.int32_t {
		return C.cisdock_bundle_plan(c.c, b.c(), (**C.cisdock_plan)(unsafe.Pointer(out)))
	})
	if err != nil {
		return nil, err
	}
	return &Plan{made}, nil
}

// ID is the bundle's id.
func (b *Bundle) ID() (id string) {
	b.with(func() { id = C.GoString(C.cisdock_bundle_id(b.c())) })
	return
}

// Name is the bundle's name.
func (b *Bundle) Name() (name string) {
	b.with(func() { name = C.GoString(C.cisdock_bundle_name(b.c())) })
	return
}

// Version is that of the bundle's format: "1_0".
func (b *Bundle) Version() (version string) {
	b.with(func() { version = C.GoString(C.cisdock_bundle_version(b.c())) })
	return
}

// Compat is the engine whose verdicts the bundle gives where nothing else is selected.
func (b *Bundle) Compat() (compat string) {
	b.with(func() { compat = C.GoString(C.cisdock_bundle_compat(b.c())) })
	return
}

// Explain writes, as JSON, what the bundle would do with a reference; "" for the one that the engine takes.
func (b *Bundle) Explain(ctx context.Context, tag string, writer io.Writer) error {
	text, free, err := cText(tag)
	if err != nil {
		return err
	}
	defer free()
	if b == nil {
		return ErrClosed
	}
	return b.write(ctx, writer, func(c *Context, table *C.cisdock_sink) C.int32_t {
		return C.cisdock_bundle_explain(c.c, b.c(), text, table)
	})
}

// IsBenchmark tells whether the bundle carries recommendations.
func (b *Bundle) IsBenchmark() (is bool) {
	b.with(func() { is = C.cisdock_bundle_benchmark(b.c()) != nil })
	return
}

// Problems lists what is wrong or odd in the bundle.
func (b *Bundle) Problems() (problems []Problem) {
	b.with(func() { problems = problemsOf(C.cisdock_bundle_problems(b.c())) })
	return
}

// BenchmarkInfo names a built-in benchmark.
type BenchmarkInfo struct{ ID, Version, Title string }

// Benchmarks lists what is built in, oldest first.
func Benchmarks() (infos []BenchmarkInfo) {
	for k := C.uint32_t(0); k < C.cisdock_benchmark_count(); k++ {
		b := C.cisdock_benchmark_at(k)
		infos = append(infos, BenchmarkInfo{C.GoString(C.cisdock_benchmark_id(b)), C.GoString(C.cisdock_benchmark_version(b)), C.GoString(C.cisdock_benchmark_title(b))})
	}
	return
}

// Version is that of the library.
func Version() string {
	return C.GoString(C.cisdock_version())
}
