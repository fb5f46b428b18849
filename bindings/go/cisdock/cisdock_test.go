// SPDX-License-Identifier: Apache-2.0

package cisdock_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/libcisdock/libcisdock/bindings/go/cisdock"
)

var background = context.Background()

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func newContext(t *testing.T, options cisdock.Options) *cisdock.Context {
	t.Helper()
	c := must[*cisdock.Context](t)(cisdock.NewContext(options))
	t.Cleanup(func() { c.Close() })
	return c
}

// withoutForm takes out the members that name the form of an image.
func withoutForm(t *testing.T, report *cisdock.Report) interface{} {
	t.Helper()
	var value map[string]interface{}
	if err := json.Unmarshal(must[[]byte](t)(report.JSON()), &value); err != nil {
		t.Fatal(err)
	}
	image := value["image"].(map[string]interface{})
	delete(image, "manifest_digest")
	delete(image, "names")
	for _, layer := range image["layers"].([]interface{}) {
		delete(layer.(map[string]interface{}), "digest")
		delete(layer.(map[string]interface{}), "verified")
	}
	return value
}

func TestAllWaysInGiveTheSame(t *testing.T) {
	m := newMade()
	archive := m.dockerArchive()
	ways := map[string]func() (*cisdock.Report, error){
		"random access": func() (*cisdock.Report, error) {
			return cisdock.Scan(background, cisdock.FromBytes(archive), cisdock.ScanOptions{})
		},
		"a pipe": func() (*cisdock.Report, error) {
			return cisdock.Scan(background, cisdock.FromReader(iotest.OneByteReader(bytes.NewReader(archive))), cisdock.ScanOptions{})
		},
		"a pipe whose last bytes come with the end": func() (*cisdock.Report, error) {
			return cisdock.Scan(background, cisdock.FromReader(iotest.DataErrReader(bytes.NewReader(packed(archive)))), cisdock.ScanOptions{})
		},
		"blobs": func() (*cisdock.Report, error) {
			return cisdock.ScanBlobs(background, m.store(), cisdock.ScanOptions{})
		},
		"four threads": func() (*cisdock.Report, error) {
			options := cisdock.ScanOptions{Options: cisdock.Options{Limits: map[cisdock.Limit]uint64{cisdock.Threads: 4}}}
			return cisdock.Scan(background, cisdock.FromBytes(archive), options)
		},
	}
	var first interface{}
	for name, way := range ways {
		report := must[*cisdock.Report](t)(way())
		for id, verdict := range map[string]cisdock.Verdict{"4.1": cisdock.Pass, "4.6": cisdock.Pass, "4.10": cisdock.Fail} {
			if finding, found := report.Finding(id); !found || finding.Verdict != verdict {
				t.Errorf("%s: %s is %q: %s", name, id, finding.Verdict, finding.Message)
			}
		}
		value := withoutForm(t, report)
		if first == nil {
			first = value
		} else if !reflect.DeepEqual(first, value) {
			t.Errorf("%s gives another report", name)
		}
		report.Close()
	}
}

func TestSteps(t *testing.T) {
	m := newMade()
	c := newContext(t, cisdock.Options{})
	image := must[*cisdock.Image](t)(c.OpenImage(background, cisdock.FromBytes(m.dockerArchive()), cisdock.Choice{Name: "docker.io/library/made:1"}))
	infos := image.Images()
	if len(infos) != 1 || infos[0].Platform() != "linux/amd64" || infos[0].ID != digestOf(m.config) || !bytes.Equal(infos[0].Config, m.config) {
		t.Fatalf("%+v", infos)
	}
	if err := image.SetSourceName("made.tar"); err != nil {
		t.Error(err)
	}
	if image.Format() != "docker-archive" || !image.Ready() || image.Selected() != 0 || len(infos[0].Layers) != 2 || infos[0].Layers[1].DiffID != digestOf(m.layers[1]) {
		t.Fatal(image.Format(), infos)
	}
	if !image.Matches(0, cisdock.Choice{Platform: "linux/x86_64"}) || image.Matches(0, cisdock.Choice{Name: "other"}) {
		t.Error("names or platforms do not match")
	}
	analysis := must[*cisdock.Analysis](t)(image.Analyze(background, nil))
	if analysis.FileCount() != 3 || analysis.ImageID() != digestOf(m.config) || len(analysis.Problems()) != 0 {
		t.Error(analysis.FileCount(), analysis.Problems())
	}
	paths := []string{}
	if err := analysis.EachFile(background, func(f cisdock.File) bool { paths = append(paths, f.Path); return len(paths) < 2 }); err != nil || !reflect.DeepEqual(paths, []string{"app/run", "etc/passwd"}) {
		t.Error(err, paths)
	}
	if su, found, err := analysis.Find("/usr/bin/su", true); err != nil || !found || su.Mode != 04755 || su.Layer != 0 {
		t.Error(su, found, err)
	}
	if _, found, err := analysis.Find("no/such", true); err != nil || found {
		t.Error(found, err)
	}
	if users := analysis.Users(); len(users) != 2 || users[1].Name != "app" || users[1].UID != 1000 {
		t.Error(users)
	}
	var tree bytes.Buffer
	if err := analysis.WriteTree(background, &tree); err != nil || !strings.Contains(tree.String(), "usr/bin/su\tf\t4755") {
		t.Error(err, tree.String())
	}
	bundle := must[*cisdock.Bundle](t)(c.Benchmark("cis-docker-1.13.0"))
	report := must[*cisdock.Report](t)(c.Evaluate(background, bundle, analysis, nil, cisdock.Selection{Level: 1, Only: []string{"4.1"}}))
	if len(report.Findings) != 1 || report.Count(cisdock.Pass) != 1 || report.HasErrors {
		t.Errorf("%+v", report.Findings)
	}
	var table bytes.Buffer
	if err := report.Write(background, "table", &table); err != nil || !strings.Contains(table.String(), "4.1") {
		t.Error(err, table.String())
	}
	if err := report.Write(background, "no such format", io.Discard); !errors.Is(err, cisdock.ErrInvalidArgument) {
		t.Error(err)
	}
}

func TestLayerFactsAreValues(t *testing.T) {
	m := newMade()
	c := newContext(t, cisdock.Options{})
	var layers []*cisdock.LayerFacts
	for _, layer := range m.layers {
		facts := must[*cisdock.LayerFacts](t)(c.AnalyzeLayer(background, cisdock.FromReader(bytes.NewReader(layer)), nil))
		stored := must[[]byte](t)(facts.MarshalBinary())
		again := must[*cisdock.LayerFacts](t)(c.ParseLayerFacts(stored))
		if again.DiffID() != digestOf(layer) || !again.Covers(nil) {
			t.Error(again.DiffID())
		}
		if _, err := c.ParseLayerFacts(stored[:len(stored)-1]); err == nil {
			t.Error("cut facts were taken")
		}
		layers = append(layers, again)
	}
	apart := must[*cisdock.Analysis](t)(c.AnalysisFromLayers(m.config, layers, "made:1"))
	folded := must[*cisdock.LayerFacts](t)(layers[0].Fold(layers[1]))
	if apart.FileCount() != 3 || folded.Entries() != 3 {
		t.Error(apart.FileCount(), folded.Entries())
	}
}

type memoryCache struct {
	mu   sync.Mutex
	data map[string][]byte
	gets int
}

func (m *memoryCache) Get(key string) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.gets++
	value, found := m.data[key]
	return value, found
}

func (m *memoryCache) Put(key string, value []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.data[key] = value
}

func TestKnownLayersAreNotReadAgain(t *testing.T) {
	cache := &memoryCache{data: map[string][]byte{}}
	options := cisdock.ScanOptions{Options: cisdock.Options{Cache: cache}}
	first, second := newMade().store(), newMade().store()
	a := must[*cisdock.Report](t)(cisdock.ScanBlobs(background, first, options))
	b := must[*cisdock.Report](t)(cisdock.ScanBlobs(background, second, options))
	if len(cache.data) != 2 || len(first.opened) != 4 || len(second.opened) != 2 {
		t.Error(len(cache.data), first.opened, second.opened)
	}
	if !reflect.DeepEqual(withoutForm(t, a), withoutForm(t, b)) {
		t.Error("the cache changes the report")
	}
}

func TestTwoGoroutinesAtOnce(t *testing.T) {
	c := newContext(t, cisdock.Options{})
	inside, leave := make(chan struct{}), make(chan struct{})
	once := sync.Once{}
	slow := reader(func([]byte) (int, error) {
		once.Do(func() { close(inside) })
		<-leave
		return 0, io.EOF
	})
	done := make(chan error)
	go func() {
		image, err := c.OpenImage(background, cisdock.FromReader(slow), cisdock.Choice{})
		if err == nil {
			_, err = image.Analyze(background, nil)
		}
		done <- err
	}()
	<-inside
	if _, err := c.Benchmark(""); !errors.Is(err, cisdock.ErrBusy) {
		t.Error(err)
	}
	close(leave)
	if err := <-done; err == nil {
		t.Error("an empty pipe was an image")
	}
}

func TestManyGoroutines(t *testing.T) {
	archive := newMade().dockerArchive()
	var group sync.WaitGroup
	for k := 0; k < 8; k++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for n := 0; n < 5; n++ {
				report, err := cisdock.Scan(background, cisdock.FromReader(bytes.NewReader(archive)), cisdock.ScanOptions{})
				if err != nil {
					t.Error(err)
					return
				}
				report.Close()
			}
		}()
	}
	group.Wait()
}

func TestWhatIsForgottenIsGivenBack(t *testing.T) {
	c := newContext(t, cisdock.Options{})
	before, _ := c.Memory()
	func() {
		image := must[*cisdock.Image](t)(c.OpenImage(background, cisdock.FromBytes(newMade().dockerArchive()), cisdock.Choice{}))
		must[*cisdock.Analysis](t)(image.Analyze(background, nil))
	}()
	for tries := 0; tries < 100; tries++ {
		runtime.GC()
		if now, _ := c.Memory(); now == before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	now, _ := c.Memory()
	t.Errorf("%d bytes are still held, %d were before", now, before)
}

type host struct{}

func (host) Stat(path string) (cisdock.HostStat, error) {
	return cisdock.HostStat{Mode: 0600, Type: 'f', Owner: "root", Group: "root"}, nil
}
func (host) Read(string) ([]byte, error)   { return nil, errNotExist }
func (host) List(string) ([]string, error) { return nil, errNotExist }

func TestEvidence(t *testing.T) {
	c := newContext(t, cisdock.Options{Now: func() time.Time { return time.Unix(1700000000, 0) }})
	evidence := must[*cisdock.Evidence](t)(c.NewEvidence())
	if err := evidence.AddDocument(background, "info", cisdock.FromReader(strings.NewReader(`{"LiveRestoreEnabled":true}`))); err != nil {
		t.Fatal(err)
	}
	if err := evidence.AddDocument(background, "no such kind", cisdock.FromBytes(nil)); !errors.Is(err, cisdock.ErrInvalidArgument) {
		t.Error(err)
	}
	if err := evidence.Mark("containers", cisdock.Denied); err != nil {
		t.Error(err)
	}
	if err := evidence.Ask(background, host{}); err != nil {
		t.Error(err)
	}
	if evidence.State("info") != cisdock.Given || evidence.State("containers") != cisdock.Denied || len(cisdock.EvidenceKinds()) < 20 {
		t.Error(evidence.State("info"), evidence.State("containers"), cisdock.EvidenceKinds())
	}
	bundle := must[*cisdock.Bundle](t)(c.Benchmark(""))
	report := must[*cisdock.Report](t)(c.Evaluate(background, bundle, nil, evidence, cisdock.Selection{Scope: "host"}))
	if len(report.Findings) == 0 {
		t.Error("no findings")
	}
}

func TestAnchoreBundle(t *testing.T) {
	// The engine takes the user from the Dockerfile that it guesses from the history, which names none: root.
	bundle := `{"id":"b","name":"b","version":"1_0","comment":"","whitelists":[],"whitelisted_images":[],"blacklisted_images":[],
	 "policies":[{"id":"p","name":"p","version":"1_0","comment":"","rules":[{"id":"r","gate":"dockerfile","trigger":"effective_user","action":"STOP",
	 "params":[{"name":"users","value":"root"},{"name":"type","value":"blacklist"}]}]}],
	 "mappings":[{"id":"m","name":"m","registry":"*","repository":"*","image":{"type":"tag","value":"*"},"policy_id":"p","whitelist_ids":[]}]}`
	from := cisdock.FromReader(strings.NewReader(bundle))
	options := cisdock.ScanOptions{Bundle: &from}
	report := must[*cisdock.Report](t)(cisdock.Scan(background, cisdock.FromBytes(newMade().dockerArchive()), options))
	defer report.Close()
	if report.FinalAction != "stop" || len(report.Matches) == 0 || len(report.Findings) != 0 {
		t.Error(report.FinalAction, report.Matches, report.Findings, report.Problems)
	}

	from, options.Benchmark = cisdock.FromReader(strings.NewReader(bundle)), "cis-docker-1.13.0"
	both := must[*cisdock.Report](t)(cisdock.Scan(background, cisdock.FromBytes(newMade().dockerArchive()), options))
	defer both.Close()
	if both.FinalAction != "stop" || len(both.Findings) == 0 {
		t.Error(both.FinalAction, both.Findings, both.Problems)
	}
}
