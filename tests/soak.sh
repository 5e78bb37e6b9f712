#!/usr/bin/env bash
# Runs the randomised crash tests again and again, each time with the next seed, until the time is over or one fails; at least one round.
# usage: tests/soak.sh [--seed N] [--minutes M]     DURABLE_CRASH_KILLS sets the kills per round (200).
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
dotnet build tests/Durable.Crash.Tests --configuration Release --nologo --verbosity quiet

end=$((SECONDS + minutes * 60)) rounds=0
while [ "$rounds" -eq 0 ] || [ "$SECONDS" -lt "$end" ]; do
  say "== round $((rounds + 1)), seed $seed"
  if ! DURABLE_TEST_SEED=$seed dotnet test tests/Durable.Crash.Tests --configuration Release --no-build --nologo --verbosity quiet \
    --filter 'Category=Soak' -- RunConfiguration.TreatNoTestsAsError=true; then
    say "Failed with seed $seed, after $rounds good rounds. Again: tests/soak.sh --seed $seed --minutes 1"
    exit 1
  fi
  rounds=$((rounds + 1)) seed=$((seed + 1))
done
say "$rounds rounds without a failure."
