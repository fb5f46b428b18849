// SPDX-License-Identifier: Apache-2.0

package cisdock

// #include "bridge.h"
// #include <stdlib.h>
import "C"

import (
	"bytes"
	"context"
	"unsafe"
)

// LayerFacts is what one layer holds, or several folded into one: a value that can be stored and sent.
type LayerFacts struct{ *owned }

func freeLayer(p unsafe.Pointer) { C.cisdock_layer_facts_free((*C.cisdock_layer_facts)(p)) }

func (l *LayerFacts) c() *C.cisdock_layer_facts { return (*C.cisdock_layer_facts)(l.pointer) }

func newLayer(made *owned, err error) (*LayerFacts, error) {
	if err != nil {
		return nil, err
	}
	return &LayerFacts{made}, nil
}

// AnalyzeLayer reads one layer, packed or not; nil is the base plan.
func (c *Context) AnalyzeLayer(ctx context.Context, from Source, plan *Plan) (*LayerFacts, error) {
	if err := plan.usable(); err != nil {
		return nil, err
	}
	return newLayer(c.create(ctx, freeLayer, func(out *unsafe.Pointer) C.int32_t {
		table, err := from.table(c.state)
		if err != nil {
			c.state.fail(err)
			return C.CISDOCK_E_INVALID_ARG
		}
		return C.cisdock_layer_analyze(c.c, &table, planOf(plan), (**C.cisdock_layer_facts)(unsafe.Pointer(out)))
	}))
}

// ParseLayerFacts reads what MarshalBinary gave; damaged or foreign bytes are refused.
func (c *Context) ParseLayerFacts(data []byte) (*LayerFacts, error) {
	bytes := C.CBytes(data)
	defer C.free(bytes)
	return newLayer(c.create(context.Background(), freeLayer, func(out *unsafe.Pointer) C.int32_t {
		return C.cisdock_layer_facts_parse(c.c, (*C.uint8_t)(bytes), C.size_t(len(data)), (**C.cisdock_layer_facts)(unsafe.Pointer(out)))
	}))
}

// MarshalBinary gives the facts in their stored form.
func (l *LayerFacts) MarshalBinary() ([]byte, error) {
	if l == nil {
		return nil, ErrClosed
	}
	var buffer bytes.Buffer
	err := l.write(context.Background(), &buffer, func(c *Context, table *C.cisdock_sink) C.int32_t {
		return C.cisdock_layer_facts_serialize(c.c, l.c(), table)
	})
	return buffer.Bytes(), err
}

// Fold puts an upper layer's facts on top of these.
func (l *LayerFacts) Fold(upper *LayerFacts) (*LayerFacts, error) {
	if l == nil || upper == nil {
		return nil, ErrClosed
	}
	return newLayer(l.create(context.Background(), freeLayer, func(c *Context, out *unsafe.Pointer) C.int32_t {
		return C.cisdock_layer_facts_fold(c.c, l.c(), upper.c(), (**C.cisdock_layer_facts)(unsafe.Pointer(out)))
	}))
}

// Covers tells whether these facts hold all that a plan needs; nil is the base plan.
func (l *LayerFacts) Covers(plan *Plan) (covers bool) {
	l.with(func() { covers = C.cisdock_layer_facts_covers(l.c(), planOf(plan)) != 0 })
	return
}

// Digest is that of the stored bytes, "" where it is not known.
func (l *LayerFacts) Digest() (digest string) {
	l.with(func() { digest = C.GoString(C.cisdock_layer_facts_digest(l.c())) })
	return
}

// DiffID is the digest of the unpacked bytes, "" where it is not known.
func (l *LayerFacts) DiffID() (id string) {
	l.with(func() { id = C.GoString(C.cisdock_layer_facts_diff_id(l.c())) })
	return
}

// Layers is the number of layers that were folded.
func (l *LayerFacts) Layers() (count int) {
	l.with(func() { count = int(C.cisdock_layer_facts_layers(l.c())) })
	return
}

// Entries is the number of archive entries.
func (l *LayerFacts) Entries() (count int) {
	l.with(func() { count = int(C.cisdock_layer_facts_entries(l.c())) })
	return
}
