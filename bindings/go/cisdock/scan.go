// SPDX-License-Identifier: Apache-2.0

package cisdock

import (
	"context"
	"os"
	"path/filepath"
)

// ScanOptions are those of the plain case. The zero value judges the image by the newest built-in benchmark.
type ScanOptions struct {
	Options   // of the Context
	Choice    // of the image
	Selection Selection
	Benchmark string            // "cis-docker-1.13.0"; "": the newest
	Bundle    *Source           // a policy bundle in place of a benchmark; with Benchmark as well, both are judged
	Evidence  map[string]Source // documents by kind
}

// Scan opens, analyzes and judges the image of a source. The report is closed with its Close.
func Scan(ctx context.Context, from Source, options ScanOptions) (*Report, error) {
	return scan(ctx, options, func(c *Context) (*Image, error) { return c.OpenImage(ctx, from, options.Choice) })
}

// ScanBlobs is Scan for a store of blobs.
func ScanBlobs(ctx context.Context, store Blobs, options ScanOptions) (*Report, error) {
	return scan(ctx, options, func(c *Context) (*Image, error) { return c.OpenBlobs(ctx, store, options.Choice) })
}

// ScanFile is Scan for a file, or for the folder of an OCI layout.
func ScanFile(ctx context.Context, path string, options ScanOptions) (*Report, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return ScanBlobs(ctx, Folder(path), options)
	}
	file, err := os.Open(filepath.Clean(path))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if !info.Mode().IsRegular() {
		return Scan(ctx, FromReader(file), options)
	}
	return Scan(ctx, FromReaderAt(file, info.Size()), options)
}

func scan(ctx context.Context, options ScanOptions, open func(*Context) (*Image, error)) (*Report, error) {
	c, err := NewContext(options.Options)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	bundle, err := c.chosenBundle(ctx, options)
	if err != nil {
		return nil, err
	}
	defer bundle.Close()
	if options.Bundle != nil {
		options.Selection.Benchmark = options.Benchmark
	}
	plan, err := c.planFor(bundle, options.Selection.Benchmark)
	if err != nil {
		return nil, err
	}
	defer plan.Close()
	evidence, err := c.collect(ctx, options.Evidence)
	if err != nil {
		return nil, err
	}
	defer evidence.Close()
	image, err := open(c)
	if err != nil {
		return nil, err
	}
	defer image.Close()
	analysis, err := image.Analyze(ctx, plan)
	if err != nil {
		return nil, err
	}
	defer analysis.Close()
	return c.Evaluate(ctx, bundle, analysis, evidence, options.Selection)
}

// planFor is a bundle's plan; a benchmark beside it needs what all benchmarks need.
func (c *Context) planFor(bundle *Bundle, benchmark string) (*Plan, error) {
	plan, err := bundle.Plan()
	if err != nil || benchmark == "" {
		return plan, err
	}
	defer plan.Close()
	base, err := c.BasePlan()
	if err != nil {
		return nil, err
	}
	defer base.Close()
	return plan.Merge(base)
}

func (c *Context) chosenBundle(ctx context.Context, options ScanOptions) (*Bundle, error) {
	if options.Bundle != nil {
		return c.ParseBundle(ctx, *options.Bundle, "bundle")
	}
	return c.Benchmark(options.Benchmark)
}

func (c *Context) collect(ctx context.Context, documents map[string]Source) (*Evidence, error) {
	evidence, err := c.NewEvidence()
	if err != nil {
		return nil, err
	}
	for kind, document := range documents {
		if err := evidence.AddDocument(ctx, kind, document); err != nil {
			evidence.Close()
			return nil, err
		}
	}
	return evidence, nil
}
