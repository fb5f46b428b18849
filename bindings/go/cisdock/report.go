// SPDX-License-Identifier: Apache-2.0

package cisdock

// #include "bridge.h"
import "C"

import (
	"bytes"
	"context"
	"io"
	"strings"
	"unsafe"
)

// Selection is what of a bundle is evaluated, and how. The zero value is level 2, all targets, scope "image".
type Selection struct {
	Level   int      // 1 or 2; 0: the default
	Targets []string // "docker", "linux-host", "swarm"
	Scope   string   // "image", "host" or "all"
	Only    []string // ids or slugs
	Skip    []string
	Compat  string // "anchore-1.1", "anchore-0.3", "intended"
	Tag     string // reference that the image is judged under

	// Benchmark is the id of a built-in one, judged beside the policies of a bundle.
	Benchmark string
}

func (s *Selection) texts() map[C.int32_t]string {
	return map[C.int32_t]string{
		C.CISDOCK_SELECT_TARGETS: strings.Join(s.Targets, ","),
		C.CISDOCK_SELECT_SCOPE:   s.Scope,
		C.CISDOCK_SELECT_ONLY:    strings.Join(s.Only, ","),
		C.CISDOCK_SELECT_SKIP:    strings.Join(s.Skip, ","),
		C.CISDOCK_SELECT_COMPAT:  s.Compat,
		C.CISDOCK_SELECT_TAG:     s.Tag,

		C.CISDOCK_SELECT_BENCHMARK: s.Benchmark,
	}
}

func freeSelection(p unsafe.Pointer) { C.cisdock_selection_free((*C.cisdock_selection)(p)) }

// selection makes the selection's handle; close it.
func (c *Context) selection(s *Selection) (*owned, error) {
	made, err := c.create(context.Background(), freeSelection, func(out *unsafe.Pointer) C.int32_t {
		return C.cisdock_selection_new(c.c, (**C.cisdock_selection)(unsafe.Pointer(out)))
	})
	if err != nil {
		return nil, err
	}
	handle := (*C.cisdock_selection)(made.pointer)
	for key, value := range s.texts() {
		text, free, err := cText(value)
		if err == nil && text != nil {
			err = c.call(context.Background(), func() C.int32_t { return C.cisdock_selection_set_str(c.c, handle, key, text) })
		}
		if err != nil {
			made.Close()
			return nil, err
		}
		free()
	}
	if s.Level != 0 {
		err = c.call(context.Background(), func() C.int32_t {
			return C.cisdock_selection_set_u64(c.c, handle, C.CISDOCK_SELECT_LEVEL, C.uint64_t(s.Level))
		})
	}
	if err != nil {
		made.Close()
		return nil, err
	}
	return made, nil
}

// Verdict is "pass", "fail", "warn", "not_applicable", "insufficient_evidence", "manual" or "error".
type Verdict string

// The verdicts.
const (
	Pass                 Verdict = "pass"
	Fail                 Verdict = "fail"
	Warn                 Verdict = "warn"
	NotApplicable        Verdict = "not_applicable"
	InsufficientEvidence Verdict = "insufficient_evidence"
	Manual               Verdict = "manual"
	Malformed            Verdict = "error"
)

// Finding is one recommendation, judged.
type Finding struct {
	ID, Slug, Title   string
	Verdict           Verdict
	Reason            string // of a verdict that lacks evidence, or ""
	Basis, Confidence string
	Message           string
	Fingerprint       string
	Objects           []Object
	Remediation       string
}

// Object is an image, container, file or the like that a finding judged.
type Object struct {
	Kind, ID, Name string
	Verdict        Verdict
	Reason         string
	Message        string
}

// Match is one match of a policy's rule.
type Match struct {
	PolicyID, RuleID, Gate, Trigger, TriggerID, Action, Message string
	Allowlist                                                   string // that takes it out, or ""
}

// Report is the result of an evaluation. Its fields are plain values; Write needs it open.
type Report struct {
	*owned
	Findings          []Finding
	Matches           []Match
	FinalAction       string // "stop", "warn", "go"; "" where the bundle has no policy
	FinalActionReason string
	PolicyOutcome     string // "result", "error_stop" or "no_verdict": what the engine would have given; ""
	Problems          []Problem
	HasErrors         bool // something that was given could not be read to its end
	Score             float64
	Scored            bool // the headline number exists
}

func freeReport(p unsafe.Pointer) { C.cisdock_report_free((*C.cisdock_report)(p)) }

func (r *Report) c() *C.cisdock_report { return (*C.cisdock_report)(r.pointer) }

func word(verdict C.int32_t) Verdict { return Verdict(C.GoString(C.cisdock_verdict_word(verdict))) }

// Evaluate judges an image (nil: none) by a bundle, with what is known besides (nil: nothing).
func (c *Context) Evaluate(ctx context.Context, bundle *Bundle, analysis *Analysis, evidence *Evidence, selection Selection) (*Report, error) {
	if bundle == nil || bundle.pointer == nil || (analysis != nil && analysis.pointer == nil) || (evidence != nil && evidence.pointer == nil) {
		return nil, ErrClosed
	}
	chosen, err := c.selection(&selection)
	if err != nil {
		return nil, err
	}
	defer chosen.Close()
	var facts *C.cisdock_analysis
	if analysis != nil {
		facts = analysis.c()
	}
	made, err := c.create(ctx, freeReport, func(out *unsafe.Pointer) C.int32_t {
		return C.cisdock_evaluate_bundle(c.c, bundle.c(), facts, evidence.c(), (*C.cisdock_selection)(chosen.pointer), (**C.cisdock_report)(unsafe.Pointer(out)))
	})
	if err != nil {
		return nil, err
	}
	report := &Report{owned: made}
	report.with(report.read)
	return report, nil
}

func (r *Report) read() {
	for k := C.uint32_t(0); k < C.cisdock_report_count(r.c()); k++ {
		r.Findings = append(r.Findings, findingOf(C.cisdock_report_at(r.c(), k)))
	}
	for m := C.cisdock_report_matches(r.c()); m != nil; m = C.cisdock_match_next(m) {
		r.Matches = append(r.Matches, Match{
			C.GoString(C.cisdock_match_policy_id(m)), C.GoString(C.cisdock_match_rule_id(m)), C.GoString(C.cisdock_match_gate(m)),
			C.GoString(C.cisdock_match_trigger(m)), C.GoString(C.cisdock_match_trigger_id(m)), C.GoString(C.cisdock_match_action(m)),
			C.GoString(C.cisdock_match_message(m)), C.GoString(C.cisdock_match_allowlist(m)),
		})
	}
	r.FinalAction = C.GoString(C.cisdock_report_final_action(r.c()))
	r.FinalActionReason = C.GoString(C.cisdock_report_final_action_reason(r.c()))
	r.PolicyOutcome = C.GoString(C.cisdock_report_policy_outcome(r.c()))
	r.Problems = problemsOf(C.cisdock_report_problems(r.c()))
	r.HasErrors = C.cisdock_report_has_errors(r.c()) != 0
	if tenths := C.cisdock_report_number(r.c(), C.cisdock_report_headline(r.c()), C.CISDOCK_NUMBER_SCORE); tenths >= 0 {
		r.Score, r.Scored = float64(tenths)/10, true
	}
}

func findingOf(f *C.cisdock_finding) Finding {
	finding := Finding{
		ID: C.GoString(C.cisdock_finding_id(f)), Slug: C.GoString(C.cisdock_finding_slug(f)), Verdict: word(C.cisdock_finding_verdict(f)),
		Reason: C.GoString(C.cisdock_finding_reason(f)), Basis: C.GoString(C.cisdock_finding_basis(f)),
		Confidence: C.GoString(C.cisdock_finding_confidence(f)), Message: C.GoString(C.cisdock_finding_message(f)),
		Fingerprint: C.GoString(C.cisdock_finding_fingerprint(f)),
	}
	if about := C.cisdock_finding_recommendation(f); about != nil {
		finding.Title = C.GoString(C.cisdock_recommendation_title(about))
		finding.Remediation = C.GoString(C.cisdock_recommendation_remediation(about))
	}
	for o := C.cisdock_finding_objects(f); o != nil; o = C.cisdock_object_next(o) {
		finding.Objects = append(finding.Objects, Object{
			C.GoString(C.cisdock_object_kind(o)), C.GoString(C.cisdock_object_id(o)), C.GoString(C.cisdock_object_name(o)),
			word(C.cisdock_object_verdict(o)), C.GoString(C.cisdock_object_reason(o)), C.GoString(C.cisdock_object_message(o)),
		})
	}
	return finding
}

// Finding gives the finding of an id or slug.
func (r *Report) Finding(id string) (Finding, bool) {
	for _, finding := range r.Findings {
		if finding.ID == id || finding.Slug == id {
			return finding, true
		}
	}
	return Finding{}, false
}

// Count is the number of findings with a verdict.
func (r *Report) Count(verdict Verdict) (count int) {
	for _, finding := range r.Findings {
		if finding.Verdict == verdict {
			count++
		}
	}
	return
}

// Formats lists the names that Write takes.
func Formats() (names []string) {
	for k := C.uint32_t(0); k < C.cisdock_format_count(); k++ {
		names = append(names, C.GoString(C.cisdock_format_at(k)))
	}
	return
}

// Write writes the report in a format: "json", "table", ...
func (r *Report) Write(ctx context.Context, format string, writer io.Writer) error {
	if r == nil {
		return ErrClosed
	}
	text, free, err := cText(format)
	if err != nil {
		return err
	}
	defer free()
	return r.write(ctx, writer, func(c *Context, table *C.cisdock_sink) C.int32_t {
		return C.cisdock_report_write(c.c, r.c(), text, table)
	})
}

// JSON gives the report as canonical JSON.
func (r *Report) JSON() ([]byte, error) {
	var buffer bytes.Buffer
	err := r.Write(context.Background(), "json", &buffer)
	return buffer.Bytes(), err
}
