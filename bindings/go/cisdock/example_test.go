// SPDX-License-Identifier: Apache-2.0

package cisdock_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"

	"github.com/libcisdock/libcisdock/bindings/go/cisdock"
)

var errNotExist = fs.ErrNotExist

func Example() {
	archive := newMade().dockerArchive() // docker save IMAGE
	report, err := cisdock.Scan(context.Background(), cisdock.FromBytes(archive), cisdock.ScanOptions{Benchmark: "cis-docker-1.13.0"})
	if err != nil {
		log.Fatal(err)
	}
	defer report.Close()
	for _, finding := range report.Findings {
		if finding.Verdict == cisdock.Fail {
			fmt.Println(finding.ID, finding.Slug)
		}
	}
	// Output: 4.10 image-no-secrets
}

func ExampleFromReader() {
	pipe := bytes.NewBuffer(newMade().dockerArchive()) // os.Stdin
	report, err := cisdock.Scan(context.Background(), cisdock.FromReader(pipe), cisdock.ScanOptions{})
	if err != nil {
		log.Fatal(err)
	}
	defer report.Close()
	user, _ := report.Finding("4.1")
	fmt.Println(user.Verdict)
	// Output: pass
}

func ExampleContext_OpenBlobs() {
	c, err := cisdock.NewContext(cisdock.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
	image, err := c.OpenBlobs(context.Background(), newMade().store(), cisdock.Choice{}) // a registry client
	if err != nil {
		log.Fatal(err)
	}
	defer image.Close()
	for _, info := range image.Images() {
		fmt.Println(image.Format(), info.Platform(), len(info.Layers), "layers")
	}
	// Output: oci-layout linux/amd64 2 layers
}

func ExampleError() {
	_, err := cisdock.Scan(context.Background(), cisdock.FromBytes([]byte("no image")), cisdock.ScanOptions{})
	var failure *cisdock.Error
	if errors.As(err, &failure) {
		fmt.Println(failure.Class, failure.Status.Name(), errors.Is(err, cisdock.ErrUnsupported))
	}
	// Output: not-an-image UNSUPPORTED true
}
