// SPDX-License-Identifier: Apache-2.0

package cisdock_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
)

type file struct {
	name    string
	content string
	mode    int64
}

func tarOf(files ...file) []byte {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, f := range files {
		header := &tar.Header{Name: f.name, Mode: f.mode, Size: int64(len(f.content)), Typeflag: tar.TypeReg}
		if err := w.WriteHeader(header); err != nil {
			panic(err)
		}
		io.WriteString(w, f.content)
	}
	w.Close()
	return out.Bytes()
}

func digestOf(data []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(data)) }

func jsonOf(value interface{}) []byte {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return data
}

type object = map[string]interface{}

// made is an image of two layers: an account, a set-id program, a health check, a secret in the environment.
type made struct {
	layers [][]byte
	config []byte
}

func newMade() made {
	layers := [][]byte{
		tarOf(file{"etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\n", 0644}, file{"usr/bin/su", "su", 04755}),
		tarOf(file{"app/run", "run", 0755}),
	}
	return made{layers, jsonOf(object{
		"architecture": "amd64", "os": "linux",
		"config":  object{"User": "app", "Env": []string{"PATH=/bin", "DB_PASSWORD=Xk29-vTqp_71Lz"}, "Healthcheck": object{"Test": []string{"CMD", "true"}}},
		"rootfs":  object{"type": "layers", "diff_ids": []string{digestOf(layers[0]), digestOf(layers[1])}},
		"history": []object{{"created_by": "COPY rootfs / # buildkit"}, {"created_by": "COPY run /app # buildkit"}},
	})}
}

func (m made) dockerArchive() []byte {
	return tarOf(file{"l0.tar", string(m.layers[0]), 0644}, file{"l1.tar", string(m.layers[1]), 0644}, file{"c.json", string(m.config), 0644},
		file{"manifest.json", string(jsonOf([]object{{"Config": "c.json", "RepoTags": []string{"made:1"}, "Layers": []string{"l0.tar", "l1.tar"}}})), 0644})
}

// store is an OCI layout in memory that counts what is opened.
type store struct {
	blobs  map[string][]byte
	index  []byte
	opened map[string]int
	fail   error
}

func packed(data []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(data)
	w.Close()
	return out.Bytes()
}

func (m made) store() *store {
	s := &store{blobs: map[string][]byte{}, opened: map[string]int{}}
	add := func(media string, data []byte) object {
		s.blobs[digestOf(data)] = data
		return object{"mediaType": media, "digest": digestOf(data), "size": len(data)}
	}
	layers := []object{}
	for _, layer := range m.layers {
		layers = append(layers, add("application/vnd.oci.image.layer.v1.tar+gzip", packed(layer)))
	}
	manifest := add("application/vnd.oci.image.manifest.v1+json", jsonOf(object{
		"schemaVersion": 2, "config": add("application/vnd.docker.container.image.v1+json", m.config), "layers": layers}))
	s.index = jsonOf(object{"schemaVersion": 2, "manifests": []object{manifest}})
	return s
}

func (s *store) OpenBlob(_ context.Context, digest string, _ int64) (io.ReadCloser, error) {
	if s.fail != nil {
		return nil, s.fail
	}
	data, ok := s.blobs[digest]
	if !ok {
		return nil, fs.ErrNotExist
	}
	s.opened[digest]++
	return io.NopCloser(bytes.NewReader(data)), nil
}

func (s *store) OpenDocument(_ context.Context, name string) (io.ReadCloser, error) {
	if name != "index.json" {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(s.index)), nil
}
