#!/usr/bin/env bash
# A release archive in dist/: the program with everything it knows inside, README, licences,
# citation, documents, completions.
#
#   scripts/release.sh            # builds, then packs dist/whosaid-VERSION-TARGET.tar.gz
#   scripts/release.sh PROGRAM    # packs a program that is built already
set -euo pipefail
cd "$(dirname "$0")/.."
program=${1:-}
if [ -z "$program" ]; then
  cargo build --release --locked
  program=${CARGO_TARGET_DIR:-target}/release/whosaid
fi
version=$("$program" --version | cut -d' ' -f2)
target=$(rustc -vV | sed -n 's/^host: //p')
name=whosaid-$version-$target
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
into=$folder/$name
mkdir -p "$into/completions" "$into/docs" dist
install -m 755 "$program" "$into/whosaid"
strip "$into/whosaid"
cp README.md CHANGELOG.md CITATION.cff LICENSE-MIT LICENSE-APACHE "$into/"
cp docs/*.md "$into/docs/"
for shell in bash zsh fish powershell elvish; do
  "$into/whosaid" completions "$shell" >"$into/completions/whosaid.$shell"
done
# The same files give the same archive.
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@${SOURCE_DATE_EPOCH:-0}" \
  -C "$folder" -cf - "$name" | gzip -n9 >"dist/$name.tar.gz"
(cd dist && sha256sum "$name.tar.gz" | tee "$name.tar.gz.sha256")
