// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/libcisdock/libcisdock/bindings/go/cisdock"
)

func caseBundles() {
	c := newContext(cisdock.Options{})
	defer c.Close()
	newest := need(c.Benchmark(""))
	defer newest.Close()
	plan := need(newest.Plan())
	defer plan.Close()
	fmt.Printf("bundles: %s reads=%d\n", newest.ID(), digit(plan.ReadsLayers()))
	printFailure("bundles", second(c.Benchmark("no-such")))
	bundle := need(c.ParseBundle(background, cisdock.FromBytes(read("bundle.json")), "bundle.json"))
	defer bundle.Close()
	fmt.Println("bundles:", bundle.ID(), bundle.Name(), bundle.Version(), bundle.Compat(), digit(bundle.IsBenchmark()))
	printProblems("bundles", bundle.Problems())
	check(bundle.Explain(background, "docker.io/made/image:1", os.Stdout))
	fmt.Println()
}

type host struct{}

func (host) Stat(path string) (cisdock.HostStat, error) {
	if path != "/etc/docker" {
		return cisdock.HostStat{}, fs.ErrNotExist
	}
	return cisdock.HostStat{Mode: 0755, Type: 'd', Owner: "root", Group: "root"}, nil
}

func (host) Read(string) ([]byte, error)   { return nil, fs.ErrNotExist }
func (host) List(string) ([]string, error) { return nil, fs.ErrNotExist }

func caseEvidence() {
	c := newContext(cisdock.Options{})
	defer c.Close()
	evidence := need(c.NewEvidence())
	defer evidence.Close()
	for _, kind := range cisdock.EvidenceKinds() {
		fmt.Println("evidence: kind", kind)
	}
	check(evidence.AddDocument(background, "info", cisdock.FromBytes(read("info.json"))))
	check(evidence.Mark("containers", cisdock.Denied))
	printFailure("evidence", evidence.Mark("no such kind", cisdock.Denied))
	check(evidence.AddProblem("policy.json", &cisdock.Error{Class: "bad-json", Message: "no object", Pointer: "/a", Offset: 7}))
	printFailure("evidence", evidence.AddProblem("policy.json", &cisdock.Error{Class: "no such class", Message: "no object", Offset: -1}))
	check(evidence.Ask(background, host{}))
	fmt.Println("evidence:", int(evidence.State("info")), int(evidence.State("containers")), int(evidence.State("images")))
	fmt.Println("evidence: complete", digit(evidence.IsComplete("containers")), digit(evidence.IsComplete("info")))
	fmt.Println("evidence: text", evidence.Text("stat"))
	printProblems("evidence", evidence.Problems())
	newest := need(c.Benchmark(""))
	defer newest.Close()
	report := need(c.Evaluate(background, newest, nil, evidence, cisdock.Selection{Scope: "host"}))
	defer report.Close()
	for _, f := range report.Findings {
		fmt.Println("evidence:", f.ID, f.Verdict, f.Reason)
	}
}

func caseReport() {
	c := newContext(cisdock.Options{})
	defer c.Close()
	analysis := analyze(c, "docker.tar")
	defer analysis.Close()
	bundle := need(c.Benchmark("cis-docker-1.13.0"))
	defer bundle.Close()
	report := need(c.Evaluate(background, bundle, analysis, nil, cisdock.Selection{Level: 1, Skip: []string{"4.2", "4.3"}}))
	defer report.Close()
	for _, f := range report.Findings {
		fmt.Println("report:", f.ID, f.Slug, f.Title, f.Verdict, f.Reason, f.Basis, f.Confidence, f.Message)
		fmt.Printf("report: fingerprint %s objects=%d\n", f.Fingerprint, len(f.Objects))
		for _, o := range f.Objects {
			fmt.Println("report: object", o.Kind, o.ID, o.Name, o.Verdict, o.Reason, o.Message)
		}
	}
	score := -1
	if report.Scored {
		score = int(report.Score*10 + 0.5)
	}
	fmt.Println("report: score", score, "errors", digit(report.HasErrors), "action", report.FinalAction)
	printProblems("report", report.Problems)
	check(report.Write(background, "json", os.Stdout))
	printFailure("report", report.Write(background, "no such format", io.Discard))
}

func casePolicy() {
	c := newContext(cisdock.Options{})
	defer c.Close()
	bundle := need(c.ParseBundle(background, cisdock.FromBytes(read("bundle.json")), "bundle.json"))
	defer bundle.Close()
	analysis := analyze(c, "docker.tar")
	defer analysis.Close()
	report := need(c.Evaluate(background, bundle, analysis, nil, cisdock.Selection{}))
	defer report.Close()
	fmt.Println("policy:", report.FinalAction, report.FinalActionReason)
	for _, m := range report.Matches {
		fmt.Println("policy:", m.PolicyID, m.RuleID, m.Gate, m.Trigger, m.TriggerID, m.Action, m.Message, "allowlist="+m.Allowlist)
	}
	fmt.Println("policy: outcome", report.PolicyOutcome)
}
