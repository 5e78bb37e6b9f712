#!/usr/bin/env bash
# Fifty orders on the embedded store; the process is killed twice (SIGKILL) and started again. Nobody may be charged twice.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/.ci/prerequisites.sh"
require_sdk "$root"

sample="$root/samples/OrderSaga"
program="$root/artifacts/bin/OrderSaga/release/OrderSaga.dll"
data=$(mktemp -d "${TMPDIR:-/tmp}/durable-demo-XXXXXX")
ledger="$data/ledger.jsonl"
running=

fail() {
  printf '\nDEMO FAILED: %s\nThe data is in %s\n' "$1" "$data"
  exit 1
}

stop_running() {
  [ -z "$running" ] || kill -KILL "$running" 2>/dev/null || true
}
trap stop_running EXIT

calls() {
  wc -l 2>/dev/null <"$ledger" || echo 0
}

# Starts the program and kills it as soon as the services have noted this many calls.
run_and_kill_at() {
  dotnet "$program" run --data "$data" &
  running=$!
  while [ "$(calls)" -lt "$1" ]; do
    kill -0 "$running" 2>/dev/null || fail "the program ended by itself before it could be killed"
    sleep 0.02
  done
  kill -KILL "$running" || fail "the program ended by itself before it could be killed"
  { wait "$running" || true; } 2>/dev/null
  running=
  # A program that is killed has no time to show the cursor again.
  if [ -t 1 ]; then printf '\033[?25h'; fi
  printf '\n-- kill -9 after %s service calls --\n\n' "$(calls)"
}

printf 'Building the sample ...\n'
build=$(dotnet build "$sample" --configuration Release --nologo --verbosity quiet 2>&1) || fail "the sample does not build: $build"
printf 'Orders: %s\nRuns and ledger: %s\n\n' "$sample/orders.json" "$data"

run_and_kill_at 60
run_and_kill_at 150
dotnet "$program" run --data "$data" || fail "the report above says why"

# The same question once more, with nothing but the services' own file: was any order charged more than once?
charged=$(grep '"action":"charge"' "$ledger" | grep '"outcome":"Done"' | grep -o '"orderId":"[^"]*"') || fail "the ledger names no charge"
twice=$(printf '%s\n' "$charged" | sort | uniq -d)
[ -z "$twice" ] || fail "charged more than once: $twice"
printf '\nDEMO PASSED: two kills, every order finished, nobody charged twice. The data is in %s\n' "$data"
