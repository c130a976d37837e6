#!/usr/bin/env bash
# Makes a base image, a tar of Debian with a Java 17 runtime, from Debian's packages: for a build that
# reaches no registry of images. Needs the package mmdebstrap.
#   base-image.sh OUTPUT.tar
set -euo pipefail

output=${1:?base-image.sh OUTPUT.tar}
command -v mmdebstrap >/dev/null || {
  echo "base-image.sh: mmdebstrap not found: apt-get install mmdebstrap" >&2
  exit 2
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mmdebstrap --quiet --variant=essential --include=openjdk-17-jre-headless bookworm "$work/layer.tar"
id=$(sha256sum "$work/layer.tar" | cut -d' ' -f1)
cat >"$work/config.json" <<JSON
{"architecture": "amd64", "os": "linux",
 "config": {"Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$id"]}}
JSON
echo '[{"Config": "config.json", "RepoTags": ["pfss-base:latest"], "Layers": ["layer.tar"]}]' >"$work/manifest.json"
tar -C "$work" -cf "$output" manifest.json config.json layer.tar
