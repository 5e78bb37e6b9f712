#!/usr/bin/env bash
# Runs the long tests of the compiler's side and of the order of outcomes, each round with the next seed, until the time is over or one fails; at least one round.
# usage: tests/nightly.sh [--seed N] [--minutes M] [--cuts N]
# A round: DURABLE_TEST_TYPES (2000) random payload types with DURABLE_TEST_VALUES (120) each, DURABLE_TEST_EDITS (5000) random edits of a project,
# DURABLE_TEST_SHUFFLES (100000) orders of the outcomes of one run, each replayed, and each sample in --cuts of the texts that it passes through while it is typed
# (all that differ, about 20,000 in the first round; 100 of each sample in the others), with the generator and with the analyzers.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/.ci/prerequisites.sh"

seed=$RANDOM minutes=30 cuts=
while [ $# -gt 0 ]; do
  case "$1" in
    --seed) seed=${2:?--seed needs a number}; shift 2 ;;
    --minutes) minutes=${2:?--minutes needs a number}; shift 2 ;;
    --cuts) cuts=${2:?--cuts needs a number}; shift 2 ;;
    *) sed -n '2,6s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
  esac
done
case "$seed$minutes$cuts" in *[!0-9]*) say "--seed, --minutes and --cuts are whole numbers."; exit 2 ;; esac

require_sdk "$root"
cd "$root"
export DURABLE_TEST_TYPES=${DURABLE_TEST_TYPES:-2000} DURABLE_TEST_VALUES=${DURABLE_TEST_VALUES:-120} DURABLE_TEST_EDITS=${DURABLE_TEST_EDITS:-5000}
export DURABLE_TEST_SHUFFLES=${DURABLE_TEST_SHUFFLES:-100000}
projects="tests/Durable.Generators.Tests tests/Durable.Analyzers.Tests tests/Durable.Testing.Tests"
for project in $projects; do
  dotnet build "$project" --configuration Release --nologo --verbosity quiet
done

run_round() {
  local project
  for project in $projects; do
    dotnet test "$project" --configuration Release --no-build --nologo --filter 'Category=Nightly' --logger 'console;verbosity=detailed' \
      -- RunConfiguration.TreatNoTestsAsError=true || return 1
  done
}

end=$((SECONDS + minutes * 60)) rounds=0
while [ "$rounds" -eq 0 ] || [ "$SECONDS" -lt "$end" ]; do
  say "== round $((rounds + 1)), seed $seed"
  # Cutting everywhere needs no second time.
  every=$([ "$rounds" -eq 0 ] && echo 1000000 || echo 100)
  if ! DURABLE_TEST_SEED=$seed DURABLE_TEST_CUTS=${cuts:-$every} run_round; then
    say "Failed with seed $seed, after $rounds good rounds. Again: tests/nightly.sh --seed $seed --minutes 0${cuts:+ --cuts $cuts}"
    exit 1
  fi
  rounds=$((rounds + 1)) seed=$((seed + 1))
done
say "$rounds rounds without a failure in $((SECONDS / 60)) minutes."
