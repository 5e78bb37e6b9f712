#!/usr/bin/env bash
# Restores, builds and tests everything. The last line says how many tests passed, failed and were skipped.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/.ci/prerequisites.sh"
require_sdk "$root"
offer_native_toolchain
cd "$root"

configuration=Release
results="$root/artifacts/test-results"
rm -rf "$results"
mkdir -p "$results"

dotnet build Durable.sln --configuration "$configuration" --nologo --verbosity minimal

# No project may hang for ever. In the background, so that Ctrl+C ends the script and what it runs: timeout keeps its children in a group of their own.
running=
limited() {
  if command -v timeout >/dev/null 2>&1; then timeout --kill-after=30s 30m "$@" & else "$@" & fi
  running=$!
  wait "$running"
}
trap '[ -z "$running" ] || kill -TERM "$running" 2>/dev/null; exit 130' INT TERM

passed=0 failed=0 skipped=0
# One project after the other: crash and package tests start processes of their own and want the cores.
for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  say "== $name"
  status=0
  limited dotnet test "$project" --configuration "$configuration" --no-build --nologo --verbosity quiet \
    --logger "trx;LogFileName=$name.trx" --results-directory "$results" || status=$?

  # Nothing is skipped without saying why.
  grep -A 3 'outcome="NotExecuted"' "$results/$name.trx" 2>/dev/null | sed -n 's/.*testName="\([^"]*\)".*/skipped: \1/p; s/.*<Message>\(.*\)<\/Message>.*/  \1/p' >&2 || true

  counters=$(grep -o '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null | head -n 1 || true)
  count() { printf '%s' "$counters" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p"; }
  total=$(count total) executed=$(count executed) ok=$(count passed)
  total=${total:-0} executed=${executed:-0} ok=${ok:-0}

  # Whatever ran and did not pass has failed: also a time-out, an abort, an error.
  bad=$((executed - ok))
  # A project that crashed, hung or held no test at all counts as one failure, so that it cannot hide in the sum.
  if [ "$bad" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$total" -eq 0 ]; }; then
    say "$name: exit code $status, $total tests reported"
    bad=1
  fi
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + total - executed))
done

printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
