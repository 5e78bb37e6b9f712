#!/usr/bin/env bash
# Runs the long randomised tests of the generated code, each round with the next seed, until the time is over or one fails; at least one round.
# usage: tests/nightly.sh [--seed N] [--minutes M]     DURABLE_TEST_TYPES (2000) and DURABLE_TEST_VALUES (120 for each type) set the size of a round.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/.ci/prerequisites.sh"

seed=$RANDOM minutes=30
while [ $# -gt 0 ]; do
  case "$1" in
    --seed) seed=${2:?--seed needs a number}; shift 2 ;;
    --minutes) minutes=${2:?--minutes needs a number}; shift 2 ;;
    *) sed -n '2,3s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
  esac
done
case "$seed$minutes" in *[!0-9]*) say "--seed and --minutes are whole numbers."; exit 2 ;; esac

require_sdk "$root"
cd "$root"
export DURABLE_TEST_TYPES=${DURABLE_TEST_TYPES:-2000} DURABLE_TEST_VALUES=${DURABLE_TEST_VALUES:-120}
dotnet build tests/Durable.Generators.Tests --configuration Release --nologo --verbosity quiet

end=$((SECONDS + minutes * 60)) rounds=0
while [ "$rounds" -eq 0 ] || [ "$SECONDS" -lt "$end" ]; do
  say "== round $((rounds + 1)), seed $seed"
  if ! DURABLE_TEST_SEED=$seed dotnet test tests/Durable.Generators.Tests --configuration Release --no-build --nologo \
    --filter 'Category=Nightly' --logger 'console;verbosity=detailed'; then
    say "Failed with seed $seed, after $rounds good rounds. Again: tests/nightly.sh --seed $seed --minutes 0"
    exit 1
  fi
  rounds=$((rounds + 1)) seed=$((seed + 1))
done
say "$rounds rounds without a failure in $((SECONDS / 60)) minutes."
