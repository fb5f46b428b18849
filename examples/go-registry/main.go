// SPDX-License-Identifier: Apache-2.0

// The program go-registry judges the images of a registry as they stream, with nothing on disk:
//
//	go-registry [-insecure] [-json] NAME...
//
// Each NAME is an image or a repository, all of whose tags are meant then. Images share the facts of common layers.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/libcisdock/libcisdock/bindings/go/cisdock"
)

type program struct {
	names    []name.Option
	remote   []remote.Option
	cache    *layerCache
	asJSON   bool
	platform string
}

// references are the images that an argument means: the one with a tag or digest, or all tags of a repository.
func (p *program) references(argument string) ([]name.Reference, error) {
	last := argument[strings.LastIndex(argument, "/")+1:]
	if strings.ContainsAny(last, ":@") {
		reference, err := name.ParseReference(argument, p.names...)
		return []name.Reference{reference}, err
	}
	repository, err := name.NewRepository(argument, p.names...)
	if err != nil {
		return nil, err
	}
	tags, err := remote.List(repository, p.remote...)
	if err != nil {
		return nil, err
	}
	var references []name.Reference
	for _, tag := range tags {
		references = append(references, repository.Tag(tag))
	}
	return references, nil
}

func (p *program) judge(ctx context.Context, reference name.Reference) (*cisdock.Report, error) {
	store, err := open(reference, p.remote)
	if err != nil {
		return nil, err
	}
	return cisdock.ScanBlobs(ctx, store, cisdock.ScanOptions{
		Options:   cisdock.Options{Cache: p.cache},
		Choice:    cisdock.Choice{Platform: p.platform},
		Selection: cisdock.Selection{Tag: reference.Name()},
	})
}

// show prints a report, and tells whether something failed.
func (p *program) show(out io.Writer, reference name.Reference, report *cisdock.Report) (bool, error) {
	defer report.Close()
	if p.asJSON {
		return report.Count(cisdock.Fail) > 0, report.Write(context.Background(), "json", out)
	}
	fmt.Fprintf(out, "%s: %d pass, %d fail, %d warn\n", reference, report.Count(cisdock.Pass), report.Count(cisdock.Fail), report.Count(cisdock.Warn))
	for _, finding := range report.Findings {
		if finding.Verdict == cisdock.Fail || finding.Verdict == cisdock.Warn {
			fmt.Fprintf(out, "  %-4s %-5s %s\n", finding.Verdict, finding.ID, finding.Message)
		}
	}
	return report.Count(cisdock.Fail) > 0, nil
}

// run gives the exit status: 0 nothing fails, 1 something does, 3 something could not be read.
func (p *program) run(ctx context.Context, out, errors io.Writer, arguments []string) (status int) {
	for _, argument := range arguments {
		references, err := p.references(argument)
		if err != nil {
			fmt.Fprintln(errors, err)
			status = 3
		}
		for _, reference := range references {
			report, err := p.judge(ctx, reference)
			failed := false
			if err == nil {
				failed, err = p.show(out, reference, report)
			}
			if err != nil {
				fmt.Fprintf(errors, "%s: %v\n", reference, err)
				status = 3
			} else if failed && status == 0 {
				status = 1
			}
		}
	}
	fmt.Fprintf(errors, "%d layers analyzed, %d taken from the cache\n", len(p.cache.values), p.cache.hits)
	return status
}

func main() {
	p := program{cache: newLayerCache()}
	insecure := flag.Bool("insecure", false, "speak HTTP to the registry")
	flag.BoolVar(&p.asJSON, "json", false, "print whole reports")
	flag.StringVar(&p.platform, "platform", "", "os/architecture[/variant], where an image has several")
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if *insecure {
		p.names = append(p.names, name.Insecure)
	}
	p.remote = []remote.Option{remote.WithContext(ctx), remote.WithAuthFromKeychain(authn.DefaultKeychain)}
	os.Exit(p.run(ctx, os.Stdout, os.Stderr, flag.Args()))
}
