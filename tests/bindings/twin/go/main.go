// SPDX-License-Identifier: Apache-2.0

// The cases of the interface in Go: see ../twin.h.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/libcisdock/libcisdock/bindings/go/cisdock"
)

var background = context.Background()

func path(name string) string { return filepath.Join(os.Args[1], name) }

func read(name string) []byte { return need(os.ReadFile(path(name))) }

func need[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	return value
}

func check(err error) { need(0, err) }

func digit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func newContext(options cisdock.Options) *cisdock.Context { return need(cisdock.NewContext(options)) }

func openImage(c *cisdock.Context, name string) *cisdock.Image {
	return need(c.OpenImage(background, cisdock.FromBytes(read(name)), cisdock.Choice{}))
}

func analyze(c *cisdock.Context, name string) *cisdock.Analysis {
	image := openImage(c, name)
	defer image.Close()
	return need(image.Analyze(background, nil))
}

func printProblems(which string, problems []cisdock.Problem) {
	for _, p := range problems {
		fmt.Printf("%s: problem %s %d %s path=%s document=%s pointer=%s offset=%d layer=%d\n", which, p.Class, digit(p.Severe), p.Message, p.Path, p.Document, p.Pointer, p.Offset, p.Layer)
	}
}

func printFailure(which string, err error) {
	var e *cisdock.Error
	if !errors.As(err, &e) {
		fmt.Fprintf(os.Stderr, "no failure of the library: %v\n", err)
		os.Exit(2)
	}
	fmt.Printf("%s: %s class=%s path=%s document=%s pointer=%s offset=%d layer=%d host=%d %s\n", which, e.Status.Name(), e.Class, e.Path, e.Document, e.Pointer, e.Offset, e.Layer, e.HostCode, e.Message)
	if e.Digest != "" {
		fmt.Printf("%s: digest %s\n", which, e.Digest)
	}
}

func second[T any](_ T, err error) error { return err }

func caseVersions() {
	fmt.Println("versions:", cisdock.Version())
	for _, b := range cisdock.Benchmarks() {
		fmt.Println("versions:", b.ID, b.Version, b.Title)
	}
	for status := cisdock.Status(0); status >= -17; status-- {
		fmt.Println("versions:", status.Name(), strings.TrimPrefix(status.Error(), "cisdock: "))
	}
	for _, format := range cisdock.Formats() {
		fmt.Println("versions: format", format)
	}
	for _, scheme := range []string{"dpkg", "rpm", "apk", "pep440", "semver", "gem"} {
		if order, err := cisdock.CompareVersions(scheme, "1.0.0-1", "1.0.0-2"); err == nil {
			fmt.Println("versions: order", scheme, order)
		}
	}
}

func printImage(which string, image *cisdock.Image) {
	infos := image.Images()
	fmt.Printf("%s: %s %s ready=%d selected=%d count=%d\n", which, image.Format(), image.Codec(), digit(image.Ready()), image.Selected(), len(infos))
	for _, info := range infos {
		fmt.Printf("%s: %s %s %s config=%d\n", which, info.ID, info.ManifestDigest, info.Platform(), len(info.Config))
		for _, name := range info.Names {
			fmt.Printf("%s: name %s\n", which, name)
		}
		for _, layer := range info.Layers {
			fmt.Printf("%s: layer %s %s %s %d\n", which, layer.Digest, layer.DiffID, layer.MediaType, layer.Size)
		}
	}
	for _, skipped := range image.Skipped() {
		fmt.Printf("%s: skipped %s %s\n", which, skipped.Digest, skipped.Reason)
	}
	printProblems(which, image.Problems())
}

func caseImage() {
	c := newContext(cisdock.Options{})
	defer c.Close()
	image := openImage(c, "docker.tar")
	defer image.Close()
	check(image.SetSourceName("docker.tar"))
	printImage("image", image)
	fmt.Println("image: matches", digit(image.Matches(0, cisdock.Choice{Name: "docker.io/made/image:1"})), digit(image.Matches(0, cisdock.Choice{Name: "other"})),
		digit(image.Matches(0, cisdock.Choice{Platform: "linux/x86_64"})), digit(image.Matches(9, cisdock.Choice{})))
}

func casePipe() {
	c := newContext(cisdock.Options{})
	defer c.Close()
	file := need(os.Open(path("docker.tar")))
	defer file.Close()
	image := need(c.OpenImage(background, cisdock.FromReader(file), cisdock.Choice{}))
	defer image.Close()
	printImage("pipe", image)
	analysis := need(image.Analyze(background, nil))
	defer analysis.Close()
	printImage("pipe", image)
	fmt.Println("pipe: files", analysis.FileCount())
}

func caseBlobs() {
	c := newContext(cisdock.Options{})
	defer c.Close()
	image := need(c.OpenBlobs(background, cisdock.Folder(path("oci")), cisdock.Choice{}))
	defer image.Close()
	printImage("blobs", image)
}

func caseChoice() {
	c := newContext(cisdock.Options{})
	defer c.Close()
	image := openImage(c, "two.tar")
	defer image.Close()
	printImage("choice", image)
	printFailure("choice", second(image.Analyze(background, nil)))
	printFailure("choice", image.Select(7))
	check(image.Select(1))
	analysis := need(image.Analyze(background, nil))
	defer analysis.Close()
	fmt.Println("choice:", analysis.ImageID())
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("mine") }

func caseErrors() {
	c := newContext(cisdock.Options{})
	defer c.Close()
	for _, bad := range []struct{ file, name string }{{"cut.tar", ""}, {"text", ""}, {"bad.tar", ""}, {"docker.tar", "no/such:name"}} {
		printFailure("errors", second(c.OpenImage(background, cisdock.FromBytes(read(bad.file)), cisdock.Choice{Name: bad.name})))
	}
	printFailure("errors", second(c.AnalyzeLayer(background, cisdock.FromReader(failing{}), nil)))
	printFailure("errors", second(cisdock.NewContext(cisdock.Options{Limits: map[cisdock.Limit]uint64{cisdock.MaxLayers: 0}})))
}

// stopped is a context.Context that is done from the second time on that it is asked.
type stopped struct {
	context.Context
	asked *int
}

func (s stopped) Err() error {
	*s.asked++
	if *s.asked > 1 {
		return context.Canceled
	}
	return nil
}

func caseCancel() {
	c := newContext(cisdock.Options{})
	defer c.Close()
	_, err := c.OpenImage(stopped{background, new(int)}, cisdock.FromBytes(read("docker.tar")), cisdock.Choice{})
	var e *cisdock.Error
	if errors.As(err, &e) && errors.Is(err, context.Canceled) {
		fmt.Println("cancel:", e.Status.Name(), e.Class)
	}
}

func casePlans() {
	c := newContext(cisdock.Options{})
	defer c.Close()
	base, documents, all := need(c.BasePlan()), need(c.DocumentsPlan()), need(c.EverythingPlan())
	merged := need(documents.Merge(base))
	fmt.Println("plans:", digit(base.ReadsLayers()), digit(documents.ReadsLayers()), digit(all.ReadsLayers()), digit(merged.ReadsLayers()))
	for _, plan := range []*cisdock.Plan{base, documents, all, merged} {
		plan.Close()
	}
}

func printFile(which string, f cisdock.File) {
	fmt.Printf("%s: file %s %c %04o %d %d %d %d link=%s layer=%d hard=%d\n", which, f.Path, f.Type, f.Mode, f.UID, f.GID, f.Size, f.ModTime.Unix(), f.Link, f.Layer, digit(f.HardLink))
}

func printAnalysis(which string, analysis *cisdock.Analysis) {
	info := analysis.Info()
	fmt.Printf("%s: %s %s files=%d\n", which, analysis.Format(), analysis.ImageID(), analysis.FileCount())
	fmt.Printf("%s: %s %s %s %s\n", which, info.ManifestDigest, info.OS, info.Architecture, info.Variant)
	for _, layer := range analysis.Layers() {
		fmt.Printf("%s: layer %s %s %d\n", which, layer.Digest, layer.DiffID, digit(layer.Verified))
	}
	for fact := cisdock.FactTree; fact <= cisdock.FactSecrets; fact++ {
		fmt.Printf("%s: known %d %d\n", which, fact, analysis.Known(fact))
	}
	for _, name := range analysis.Names() {
		fmt.Printf("%s: name %s\n", which, name)
	}
	check(analysis.EachFile(background, func(f cisdock.File) bool { printFile(which, f); return true }))
	printProblems(which, analysis.Problems())
}

func caseAnalysis() {
	c := newContext(cisdock.Options{})
	defer c.Close()
	analysis := analyze(c, "docker.tar")
	defer analysis.Close()
	printAnalysis("analysis", analysis)
	for _, p := range analysis.Packages() {
		fmt.Printf("analysis: package %s %s %s %s layer=%d language=%d\n", p.DB, p.Name, p.Version, p.Architecture, p.Layer, digit(p.Language))
	}
	for _, u := range analysis.Users() {
		uid, gid := int64(-1), int64(-1)
		if u.HasUID {
			uid, gid = int64(u.UID), int64(u.GID)
		}
		fmt.Println("analysis: user", u.Name, uid, gid, u.Home, u.Shell)
	}
	if su, found, err := analysis.Find("bin/su", true); err == nil && found {
		printFile("analysis", su)
	}
	fmt.Println("analysis: os-release", analysis.OSRelease("ID"))
	check(analysis.WriteJSON(background, os.Stdout, true))
	fmt.Println()
}

func storedFacts(c *cisdock.Context, name string) *cisdock.LayerFacts {
	facts := need(c.AnalyzeLayer(background, cisdock.FromBytes(read(name)), nil))
	defer facts.Close()
	stored := need(facts.MarshalBinary())
	again := need(c.ParseLayerFacts(stored))
	fmt.Printf("layers: %s %s entries=%d covers=%d stored=%d\n", again.Digest(), again.DiffID(), again.Entries(), digit(again.Covers(nil)), len(stored))
	if _, err := c.ParseLayerFacts(stored[:len(stored)-1]); err == nil {
		os.Exit(2)
	}
	return again
}

func caseLayers() {
	c := newContext(cisdock.Options{})
	defer c.Close()
	lower, upper := storedFacts(c, "layer0.tar"), storedFacts(c, "layer1.tar")
	defer lower.Close()
	defer upper.Close()
	analysis := need(c.AnalysisFromLayers(read("config.json"), []*cisdock.LayerFacts{lower, upper}, "made/image:1"))
	defer analysis.Close()
	printAnalysis("layers", analysis)
	folded := need(lower.Fold(upper))
	defer folded.Close()
	fmt.Printf("layers: folded layers=%d entries=%d\n", folded.Layers(), folded.Entries())
}

type store struct {
	values map[string][]byte
	hits   int
}

func (s *store) Get(key string) ([]byte, bool) {
	value, found := s.values[key]
	s.hits += digit(found)
	return value, found
}

func (s *store) Put(key string, value []byte) { s.values[key] = value }

func caseCache() {
	cache := &store{values: map[string][]byte{}}
	for run := 0; run < 2; run++ {
		c := newContext(cisdock.Options{Cache: cache})
		image := need(c.OpenBlobs(background, cisdock.Folder(path("oci")), cisdock.Choice{}))
		analysis := need(image.Analyze(background, nil))
		fmt.Printf("cache: files=%d stored=%d hits=%d\n", analysis.FileCount(), len(cache.values), cache.hits)
		analysis.Close()
		image.Close()
		c.Close()
	}
}

func caseHooks() {
	var phases []string
	c := newContext(cisdock.Options{Limits: map[cisdock.Limit]uint64{cisdock.MaxLayers: 77}, RedactionKey: "key", Progress: func(phase string, _, _ uint64) {
		if !strings.Contains(strings.Join(phases, " "), phase) {
			phases = append(phases, phase)
		}
	}})
	defer c.Close()
	fmt.Println("hooks:", need(c.Limit(cisdock.MaxLayers)))
	analyze(c, "docker.tar").Close()
	now, peak := c.Memory()
	fmt.Printf("hooks: phases %s, memory was used: %d\n", strings.Join(phases, " "), digit(peak > now))
}

func main() {
	for _, run := range []func(){caseVersions, caseImage, casePipe, caseBlobs, caseChoice, caseErrors, caseCancel, casePlans, caseAnalysis, caseLayers,
		caseCache, caseHooks, caseBundles, caseEvidence, caseReport, casePolicy} {
		run()
	}
}
