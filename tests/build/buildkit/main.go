// SPDX-License-Identifier: Apache-2.0

// Prints what BuildKit's own frontend reads in Dockerfiles, one JSON document a line, in the form of ../dump.c; with
// "expand" each line of a file is a word to expand, with A=1, B empty, P=/a/b.tar.gz and V=v1.2.3 set.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

type heredoc struct {
	Name   string `json:"name"`
	Body   string `json:"body"`
	Expand bool   `json:"expand"`
	Fd     uint   `json:"fd"`
}

type instruction struct {
	Keyword  string       `json:"keyword"`
	Line     int          `json:"line"`
	EndLine  int          `json:"end_line"`
	Flags    []string     `json:"flags"`
	Args     []string     `json:"args"`
	Exec     bool         `json:"exec"`
	Heredocs []heredoc    `json:"heredocs"`
	Trigger  *instruction `json:"trigger,omitempty"`
}

type document struct {
	File         string        `json:"file"`
	Refused      *string       `json:"refused"`
	Stages       int           `json:"stages"`
	Instructions []instruction `json:"instructions"`
}

func convert(node *parser.Node) instruction {
	out := instruction{Keyword: strings.ToUpper(node.Value), Line: node.StartLine, EndLine: node.EndLine,
		Flags: append([]string{}, node.Flags...), Args: []string{}, Exec: node.Attributes["json"], Heredocs: []heredoc{}}
	for n := node.Next; n != nil; n = n.Next {
		if len(n.Children) == 1 {
			nested := convert(n.Children[0])
			out.Trigger = &nested
			continue
		}
		out.Args = append(out.Args, n.Value)
	}
	for _, h := range node.Heredocs {
		body := h.Content
		if h.Chomp {
			body = parser.ChompHeredocContent(body)
		}
		out.Heredocs = append(out.Heredocs, heredoc{h.Name, body, h.Expand, h.FileDescriptor})
	}
	return out
}

func read(path string) document {
	doc := document{File: path, Instructions: []instruction{}}
	text, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	fail := func(err error) document {
		why := err.Error()
		doc.Refused = &why
		return doc
	}
	result, err := parser.Parse(bytes.NewReader(text))
	if err != nil {
		return fail(err)
	}
	for _, node := range result.AST.Children {
		doc.Instructions = append(doc.Instructions, convert(node))
	}
	stages, _, err := instructions.Parse(result.AST, nil)
	if err != nil {
		return fail(err)
	}
	doc.Stages = len(stages)
	if len(stages) == 0 {
		return fail(fmt.Errorf("no stage"))
	}
	return doc
}

func expand(path string, out *json.Encoder) {
	file, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	lex := shell.NewLex('\\')
	env := shell.EnvsFromSlice([]string{"A=1", "B=", "P=/a/b.tar.gz", "V=v1.2.3", "S=x y"})
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		word := scanner.Text()
		result, err := lex.ProcessWordWithMatches(word, env)
		words, _ := lex.ProcessWords(word, env)
		if words == nil {
			words = []string{}
		}
		out.Encode(map[string]any{"word": word, "error": err != nil, "result": result.Result, "words": words})
	}
}

func main() {
	out := json.NewEncoder(os.Stdout)
	if os.Args[1] == "expand" {
		expand(os.Args[2], out)
		return
	}
	for _, path := range os.Args[1:] {
		out.Encode(read(path))
	}
}
