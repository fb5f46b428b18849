// SPDX-License-Identifier: Apache-2.0

package cisdock

// #include "bridge.h"
// #include <stdlib.h>
import "C"

import (
	"context"
	"io"
	"unsafe"
)

// Plan is what an analysis collects.
type Plan struct{ *owned }

func freePlan(p unsafe.Pointer) { C.cisdock_plan_free((*C.cisdock_plan)(p)) }

func (c *Context) newPlan(make func(*C.cisdock_context, **C.cisdock_plan) C.int32_t) (*Plan, error) {
	made, err := c.create(context.Background(), freePlan, func(out *unsafe.Pointer) C.int32_t {
		return make(c.c, (**C.cisdock_plan)(unsafe.Pointer(out)))
	})
	if err != nil {
		return nil, err
	}
	return &Plan{made}, nil
}

// BasePlan serves all built-in benchmarks.
func (c *Context) BasePlan() (*Plan, error) {
	return c.newPlan(func(x *C.cisdock_context, out **C.cisdock_plan) C.int32_t { return C.cisdock_plan_base(x, out) })
}

// EverythingPlan collects all that can be collected without patterns of a bundle.
func (c *Context) EverythingPlan() (*Plan, error) {
	return c.newPlan(func(x *C.cisdock_context, out **C.cisdock_plan) C.int32_t { return C.cisdock_plan_all(x, out) })
}

// DocumentsPlan reads no layer.
func (c *Context) DocumentsPlan() (*Plan, error) {
	return c.newPlan(func(x *C.cisdock_context, out **C.cisdock_plan) C.int32_t { return C.cisdock_plan_documents(x, out) })
}

// Merge gives a plan that collects what either does.
func (p *Plan) Merge(other *Plan) (*Plan, error) {
	if p == nil || other == nil {
		return nil, ErrClosed
	}
	made, err := p.create(context.Background(), freePlan, func(c *Context, out *unsafe.Pointer) C.int32_t {
		return C.cisdock_plan_merge(c.c, planOf(p), planOf(other), (**C.cisdock_plan)(unsafe.Pointer(out)))
	})
	if err != nil {
		return nil, err
	}
	return &Plan{made}, nil
}

// ReadsLayers tells whether any layer must be read.
func (p *Plan) ReadsLayers() (reads bool) {
	p.with(func() { reads = C.cisdock_plan_reads_layers(planOf(p)) != 0 })
	return
}

// planOf is the plan's pointer; nil means the base plan.
func planOf(p *Plan) *C.cisdock_plan {
	if p == nil {
		return nil
	}
	return (*C.cisdock_plan)(p.pointer)
}

func (p *Plan) usable() error {
	if p != nil && p.pointer == nil {
		return ErrClosed
	}
	return nil
}

// Analysis is the facts of one image.
type Analysis struct{ *owned }

func freeAnalysis(p unsafe.Pointer) { C.cisdock_analysis_free((*C.cisdock_analysis)(p)) }

func (a *Analysis) c() *C.cisdock_analysis { return (*C.cisdock_analysis)(a.pointer) }

func newAnalysis(made *owned, err error) (*Analysis, error) {
	if err != nil {
		return nil, err
	}
	return &Analysis{made}, nil
}

// Analyze reads the layers of the chosen image and collects a plan's needs; nil is the base plan.
func (i *Image) Analyze(ctx context.Context, plan *Plan) (*Analysis, error) {
	if i == nil {
		return nil, ErrClosed
	}
	if err := plan.usable(); err != nil {
		return nil, err
	}
	return newAnalysis(i.create(ctx, freeAnalysis, func(c *Context, out *unsafe.Pointer) C.int32_t {
		return C.cisdock_analyze(c.c, i.c(), planOf(plan), (**C.cisdock_analysis)(unsafe.Pointer(out)))
	}))
}

// AnalysisFromLayers makes an image's facts from its configuration (nil: none) and the facts of its layers, lowest first.
func (c *Context) AnalysisFromLayers(config []byte, layers []*LayerFacts, name string) (*Analysis, error) {
	text, free, err := cText(name)
	if err != nil {
		return nil, err
	}
	defer free()
	size := C.size_t(len(layers)+1) * C.size_t(unsafe.Sizeof(uintptr(0)))
	array := C.malloc(size)
	defer C.free(array)
	pointers := unsafe.Slice((**C.cisdock_layer_facts)(array), len(layers)+1)
	for k, layer := range layers {
		if layer == nil || layer.pointer == nil {
			return nil, ErrClosed
		}
		pointers[k] = layer.c()
	}
	data := C.CBytes(config)
	defer C.free(data)
	return newAnalysis(c.create(context.Background(), freeAnalysis, func(out *unsafe.Pointer) C.int32_t {
		bytes := (*C.uint8_t)(data)
		if len(config) == 0 {
			bytes = nil
		}
		return C.cisdock_analysis_from_layers(c.c, bytes, C.size_t(len(config)), (**C.cisdock_layer_facts)(array), C.size_t(len(layers)), text, (**C.cisdock_analysis)(unsafe.Pointer(out)))
	}))
}

// AnalysisFromJSON takes facts that WriteJSON wrote.
func (c *Context) AnalysisFromJSON(ctx context.Context, from Source) (*Analysis, error) {
	return newAnalysis(c.create(ctx, freeAnalysis, func(out *unsafe.Pointer) C.int32_t {
		table, err := from.table(c.state)
		if err != nil {
			c.state.fail(err)
			return C.CISDOCK_E_INVALID_ARG
		}
		return C.cisdock_analysis_from_json(c.c, &table, (**C.cisdock_analysis)(unsafe.Pointer(out)))
	}))
}

// ImageID is "sha256:..."; "" for a root file system.
func (a *Analysis) ImageID() (id string) {
	a.with(func() { id = C.GoString(C.cisdock_analysis_image_id(a.c())) })
	return
}

// Names lists the names of the image.
func (a *Analysis) Names() (names []string) {
	a.with(func() {
		for k := C.uint32_t(0); k < C.cisdock_analysis_name_count(a.c()); k++ {
			names = append(names, C.GoString(C.cisdock_analysis_name_at(a.c(), k)))
		}
	})
	return
}

// AnalyzedLayer is a layer as it was read. Verified tells whether its digests are those that the documents name.
type AnalyzedLayer struct {
	Digest, DiffID string
	Verified       bool
}

// Layers lists the layers, lowest first.
func (a *Analysis) Layers() (layers []AnalyzedLayer) {
	a.with(func() {
		for k := C.uint32_t(0); k < C.cisdock_analysis_layer_count(a.c()); k++ {
			layers = append(layers, AnalyzedLayer{C.GoString(C.cisdock_analysis_layer_digest(a.c(), k)), C.GoString(C.cisdock_analysis_layer_diff_id(a.c(), k)), C.cisdock_analysis_layer_verified(a.c(), k) != 0})
		}
	})
	return
}

// Format is the form that the image came in: "docker-archive", ...
func (a *Analysis) Format() (format string) {
	a.with(func() { format = C.GoString(C.cisdock_analysis_format(a.c())) })
	return
}

// Info tells what the image's documents told; without configuration and layers.
func (a *Analysis) Info() (info ImageInfo) {
	a.with(func() {
		info.ID, info.ManifestDigest = C.GoString(C.cisdock_analysis_image_id(a.c())), C.GoString(C.cisdock_analysis_manifest_digest(a.c()))
		info.OS, info.Architecture = C.GoString(C.cisdock_analysis_os(a.c())), C.GoString(C.cisdock_analysis_architecture(a.c()))
		info.Variant = C.GoString(C.cisdock_analysis_variant(a.c()))
	})
	info.Names = a.Names()
	return
}

// Fact is what Known is asked about.
type Fact int32

// Facts of an image.
const (
	FactTree             Fact = C.CISDOCK_FACT_TREE
	FactPackages         Fact = C.CISDOCK_FACT_PACKAGES
	FactLanguagePackages Fact = C.CISDOCK_FACT_LANGUAGE_PACKAGES
	FactUsers            Fact = C.CISDOCK_FACT_USERS
	FactOSRelease        Fact = C.CISDOCK_FACT_OS_RELEASE
	FactSecrets          Fact = C.CISDOCK_FACT_SECRETS
)

// Knowledge is how well a fact is known. All but KnownHave and KnownAbsent make a verdict insufficient_evidence.
type Knowledge int32

// Answers of Known.
const (
	KnownHave           Knowledge = C.CISDOCK_KNOWN_HAVE
	KnownAbsent         Knowledge = C.CISDOCK_KNOWN_ABSENT
	KnownNotCollected   Knowledge = C.CISDOCK_KNOWN_NOT_COLLECTED
	KnownDamaged        Knowledge = C.CISDOCK_KNOWN_DAMAGED
	KnownLimited        Knowledge = C.CISDOCK_KNOWN_LIMITED
	KnownUnsupported    Knowledge = C.CISDOCK_KNOWN_UNSUPPORTED
	KnownUnreadableLink Knowledge = C.CISDOCK_KNOWN_UNREADABLE_LINK
	KnownNotGiven       Knowledge = C.CISDOCK_KNOWN_NOT_GIVEN
)

// Known tells how well a fact is known.
func (a *Analysis) Known(fact Fact) (known Knowledge) {
	known = KnownNotGiven
	a.with(func() { known = Knowledge(C.cisdock_analysis_known(a.c(), C.int32_t(fact))) })
	return
}

// FileCount is the number of files in the squashed tree.
func (a *Analysis) FileCount() (count int) {
	a.with(func() { count = int(C.cisdock_analysis_file_count(a.c())) })
	return
}

// Package is one installed package.
type Package struct {
	DB, Name, Version, Architecture, Source, License, Path string
	InstalledSize                                          uint64
	Layer                                                  int
	Language                                               bool
}

// Packages lists the packages that databases in the image name.
func (a *Analysis) Packages() (packages []Package) {
	a.with(func() {
		for k := C.uint32_t(0); k < C.cisdock_analysis_package_count(a.c()); k++ {
			p := C.cisdock_package{struct_size: C.sizeof_cisdock_package}
			if C.cisdock_analysis_package_at(a.c(), k, &p) != 0 {
				continue
			}
			packages = append(packages, Package{
				DB: C.GoString(p.db), Name: string(slice(p.name, p.name_size)), Version: string(slice(p.version, p.version_size)),
				Architecture: string(slice(p.arch, p.arch_size)), Source: string(slice(p.source, p.source_size)),
				License: string(slice(p.license, p.license_size)), Path: string(slice(p.path, p.path_size)),
				InstalledSize: uint64(p.installed_size), Layer: int(p.layer), Language: p.language != 0,
			})
		}
	})
	return
}

// OSRelease gives a value of os-release ("ID"), "" where there is none.
func (a *Analysis) OSRelease(key string) (value string) {
	text, free, err := cText(key)
	if err != nil {
		return ""
	}
	defer free()
	a.with(func() {
		var size C.size_t
		value = string(slice(C.cisdock_analysis_os_release(a.c(), text, &size), size))
	})
	return
}

// Problems lists faults and oddities that were survived.
func (a *Analysis) Problems() (problems []Problem) {
	a.with(func() { problems = problemsOf(C.cisdock_analysis_problems(a.c())) })
	return
}

// WriteJSON writes what the analysis sees. With `redact` secrets are hidden.
func (a *Analysis) WriteJSON(ctx context.Context, writer io.Writer, redact bool) error {
	flags := C.int32_t(0)
	if redact {
		flags = C.CISDOCK_FACTS_REDACT
	}
	return a.writeJSON(ctx, writer, flags)
}

// WriteGatesJSON writes what the analysis sees, and what Anchore's gates need.
func (a *Analysis) WriteGatesJSON(ctx context.Context, writer io.Writer) error {
	return a.writeJSON(ctx, writer, C.CISDOCK_FACTS_GATES)
}

func (a *Analysis) writeJSON(ctx context.Context, writer io.Writer, flags C.int32_t) error {
	return a.write(ctx, writer, func(c *Context, table *C.cisdock_sink) C.int32_t {
		array := (**C.cisdock_analysis)(C.malloc(C.size_t(unsafe.Sizeof(uintptr(0)))))
		defer C.free(unsafe.Pointer(array))
		*array = a.c()
		return C.cisdock_analysis_write_json(c.c, array, 1, flags, table)
	})
}

// WriteTree writes the squashed tree, one line a path.
func (a *Analysis) WriteTree(ctx context.Context, writer io.Writer) error {
	return a.write(ctx, writer, func(c *Context, table *C.cisdock_sink) C.int32_t {
		return C.cisdock_analysis_write_tree(c.c, a.c(), table)
	})
}

func (o *owned) write(ctx context.Context, writer io.Writer, function func(*Context, *C.cisdock_sink) C.int32_t) error {
	if o == nil {
		return ErrClosed
	}
	closed := false
	err := o.context.writeTo(ctx, writer, func(table *C.cisdock_sink) C.int32_t {
		if closed = o.pointer == nil; closed {
			return C.CISDOCK_E_INVALID_ARG
		}
		return function(o.context, table)
	})
	if closed {
		return ErrClosed
	}
	return err
}
