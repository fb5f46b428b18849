// SPDX-License-Identifier: Apache-2.0

package cisdock

// #include "bridge.h"
import "C"

import (
	"context"
	"runtime/cgo"
	"unsafe"
)

// create runs a function that makes a handle, and frees it where a callback panicked after all.
func (c *Context) create(ctx context.Context, free func(unsafe.Pointer), function func(out *unsafe.Pointer) C.int32_t) (made *owned, err error) {
	var pointer unsafe.Pointer
	defer func() {
		if made == nil && pointer != nil {
			free(pointer)
		}
	}()
	err = c.call(ctx, func() C.int32_t {
		status := function(&pointer)
		if status == 0 && !c.state.broken() {
			made = c.adopt(pointer, free)
		}
		return status
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

func (s *state) broken() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.panicked != nil
}

// Image is one opened source with all images in it, and a choice among them.
type Image struct{ *owned }

// Choice says which image of a source is meant. The zero value takes the only one.
type Choice struct {
	Name     string // with or without tag, or a digest
	Platform string // "linux/arm64", "linux/arm/v7"
}

func freeImage(p unsafe.Pointer) { C.cisdock_image_close((*C.cisdock_image)(p)) }

// OpenImage opens the images of a source: a docker-archive, an OCI layout or a root file system as tar, packed or not.
// From a source that is forward only nothing is known before Analyze.
func (c *Context) OpenImage(ctx context.Context, from Source, choice Choice) (*Image, error) {
	return c.openImage(ctx, choice, func(name, platform *C.char, out **C.cisdock_image) C.int32_t {
		table, err := from.table(c.state)
		if err != nil {
			c.state.fail(err)
			return C.CISDOCK_E_INVALID_ARG
		}
		return C.cisdock_image_open(c.c, &table, name, platform, out)
	})
}

// OpenBlobs opens the images of a store of blobs that implements Documents for its "index.json".
func (c *Context) OpenBlobs(ctx context.Context, store Blobs, choice Choice) (*Image, error) {
	return c.openImage(ctx, choice, func(name, platform *C.char, out **C.cisdock_image) C.int32_t {
		documents := C.int(0)
		if _, ok := store.(Documents); ok {
			documents = 1
		}
		handle := cgo.NewHandle(&blobs{state: c.state, store: store})
		table := C.cisdock_go_blobs(C.uintptr_t(handle), documents)
		return C.cisdock_image_open_blobs(c.c, &table, name, platform, out)
	})
}

func (c *Context) openImage(ctx context.Context, choice Choice, open func(name, platform *C.char, out **C.cisdock_image) C.int32_t) (*Image, error) {
	name, freeName, err := cText(choice.Name)
	if err != nil {
		return nil, err
	}
	defer freeName()
	platform, freePlatform, err := cText(choice.Platform)
	if err != nil {
		return nil, err
	}
	defer freePlatform()
	made, err := c.create(ctx, freeImage, func(out *unsafe.Pointer) C.int32_t {
		return open(name, platform, (**C.cisdock_image)(unsafe.Pointer(out)))
	})
	if err != nil {
		return nil, err
	}
	return &Image{made}, nil
}

func (i *Image) c() *C.cisdock_image { return (*C.cisdock_image)(i.pointer) }

// Ready tells whether the documents are known: false for a forward-only source before Analyze.
func (i *Image) Ready() (ready bool) {
	i.with(func() { ready = C.cisdock_image_ready(i.c()) != 0 })
	return
}

// Format is "docker-archive", "docker-archive-repositories", "oci-layout", "rootfs" or "unknown".
func (i *Image) Format() (format string) {
	i.with(func() { format = C.GoString(C.cisdock_image_format(i.c())) })
	return
}

// Codec tells how the source is compressed as a whole: "none", "gzip", ...
func (i *Image) Codec() (codec string) {
	i.with(func() { codec = C.GoString(C.cisdock_image_codec(i.c())) })
	return
}

// ImageInfo is what the documents tell of one image.
type ImageInfo struct {
	Index          int
	Names          []string
	ID             string // "sha256:..."; "" for a root file system
	ManifestDigest string // "" where the form has none
	OS             string
	Architecture   string
	Variant        string
	Config         []byte // JSON; nil where there is none
	Layers         []LayerInfo
}

// LayerInfo is what the documents tell of a layer.
type LayerInfo struct {
	Digest    string // of the stored bytes; "" where none is told
	DiffID    string // of the unpacked bytes, as the configuration tells
	MediaType string
	Size      int64 // -1: not told
}

// Platform is "linux/arm/v7"; parts that are not told are "unknown".
func (i ImageInfo) Platform() string {
	platform := known(i.OS) + "/" + known(i.Architecture)
	if i.Variant != "" {
		platform += "/" + i.Variant
	}
	return platform
}

func known(text string) string {
	if text == "" {
		return "unknown"
	}
	return text
}

func (i *Image) info(index C.uint32_t) ImageInfo {
	info := ImageInfo{
		Index:          int(index),
		ID:             C.GoString(C.cisdock_image_id(i.c(), index)),
		ManifestDigest: C.GoString(C.cisdock_image_manifest_digest(i.c(), index)),
		OS:             C.GoString(C.cisdock_image_os(i.c(), index)),
		Architecture:   C.GoString(C.cisdock_image_architecture(i.c(), index)),
		Variant:        C.GoString(C.cisdock_image_variant(i.c(), index)),
	}
	for k := C.uint32_t(0); k < C.cisdock_image_name_count(i.c(), index); k++ {
		info.Names = append(info.Names, C.GoString(C.cisdock_image_name_at(i.c(), index, k)))
	}
	var size C.size_t
	if config := C.cisdock_image_config(i.c(), index, &size); config != nil {
		info.Config = append([]byte{}, slice(config, size)...)
	}
	for k := C.uint32_t(0); k < C.cisdock_image_layer_count(i.c(), index); k++ {
		info.Layers = append(info.Layers, LayerInfo{
			Digest:    C.GoString(C.cisdock_image_layer_digest(i.c(), index, k)),
			DiffID:    C.GoString(C.cisdock_image_layer_diff_id(i.c(), index, k)),
			MediaType: C.GoString(C.cisdock_image_layer_media_type(i.c(), index, k)),
			Size:      int64(C.cisdock_image_layer_size(i.c(), index, k)),
		})
	}
	return info
}

// Images lists the images of the source, each platform on its own.
func (i *Image) Images() (infos []ImageInfo) {
	i.with(func() {
		for k := C.uint32_t(0); k < C.cisdock_image_count(i.c()); k++ {
			infos = append(infos, i.info(k))
		}
	})
	return
}

// Selected is the index of the chosen image, or -1.
func (i *Image) Selected() (index int) {
	index = -1
	i.with(func() { index = int(C.cisdock_image_selected(i.c())) })
	return
}

// Select chooses the image that Analyze takes.
func (i *Image) Select(index int) error {
	if index < 0 {
		return misuse(ErrInvalidArgument, "an index below zero")
	}
	return i.call(context.Background(), func(c *Context) C.int32_t {
		return C.cisdock_image_select(c.c, i.c(), C.uint32_t(index))
	})
}

// SetSourceName says what the source is called; facts name the layer of a root file system so.
func (i *Image) SetSourceName(name string) error {
	text, free, err := cText(name)
	if err != nil {
		return err
	}
	defer free()
	return i.call(context.Background(), func(c *Context) C.int32_t {
		return C.cisdock_image_set_source_name(c.c, i.c(), text)
	})
}

// Matches tells whether an image bears a name or digest and fits a platform; "" takes any.
func (i *Image) Matches(index int, choice Choice) (fits bool) {
	name, freeName, err := cText(choice.Name)
	if err != nil {
		return false
	}
	defer freeName()
	platform, freePlatform, err := cText(choice.Platform)
	if err != nil || index < 0 {
		return false
	}
	defer freePlatform()
	i.with(func() { fits = C.cisdock_image_matches(i.c(), C.uint32_t(index), name, platform) != 0 })
	return
}

// Skipped is a manifest that was not taken as an image, and why.
type Skipped struct{ Digest, Reason string }

// Skipped lists the manifests that were passed over.
func (i *Image) Skipped() (skipped []Skipped) {
	i.with(func() {
		for k := C.uint32_t(0); k < C.cisdock_image_skipped_count(i.c()); k++ {
			skipped = append(skipped, Skipped{C.GoString(C.cisdock_image_skipped_digest(i.c(), k)), C.GoString(C.cisdock_image_skipped_reason(i.c(), k))})
		}
	})
	return
}

// Problems lists oddities and faults of the documents that were survived.
func (i *Image) Problems() (problems []Problem) {
	i.with(func() { problems = problemsOf(C.cisdock_image_problems(i.c())) })
	return
}

// call runs a function of this handle; a closed one gives ErrClosed.
func (o *owned) call(ctx context.Context, function func(c *Context) C.int32_t) error {
	if o == nil {
		return ErrClosed
	}
	closed := false
	err := o.context.run(ctx, true, func() C.int32_t {
		if closed = o.pointer == nil; closed {
			return C.CISDOCK_E_INVALID_ARG
		}
		return function(o.context)
	})
	if closed {
		return ErrClosed
	}
	return err
}

// create makes a handle from this one.
func (o *owned) create(ctx context.Context, free func(unsafe.Pointer), function func(c *Context, out *unsafe.Pointer) C.int32_t) (*owned, error) {
	if o == nil {
		return nil, ErrClosed
	}
	closed := false
	made, err := o.context.create(ctx, free, func(out *unsafe.Pointer) C.int32_t {
		if closed = o.pointer == nil; closed {
			return C.CISDOCK_E_INVALID_ARG
		}
		return function(o.context, out)
	})
	if closed {
		return nil, ErrClosed
	}
	return made, err
}
