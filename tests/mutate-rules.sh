#!/usr/bin/env bash
# Takes away each branch of the rules, and each name in their tables, one at a time, and counts how many the tests notice; fails below 95 %.
# usage: [DURABLE_MUTATE_EVERY=n] [DURABLE_MUTATE_GUARDS=1] tests/mutate-rules.sh
# Every n-th of them only, for an estimate; with guards, each operand of && as well, whose absence often changes nothing.
# The rules are compiled once, with a switch beside each branch; the marked sources of the tests are recorded once and asked for each mutant that they reach.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/.ci/prerequisites.sh"
require_sdk "$root"
cd "$root"

project=tests/Durable.Analyzers.Tests
cases=$(mktemp -d)
trap 'rm -rf "$cases"' EXIT
dotnet build "$project" --configuration Release --nologo --verbosity quiet
say "== recording the cases"
DURABLE_RECORD_CASES=$cases dotnet test "$project" --configuration Release --no-build --nologo --verbosity quiet --filter 'Category!=Nightly&Category!=Mutation'
# A mutant that never ends must not take all memory either.
export DOTNET_GCHeapHardLimit=0x100000000
say "== mutating; so far: $cases/progress.txt"
DURABLE_MUTATE_CASES=$cases dotnet test "$project" --configuration Release --no-build --nologo --filter 'Category=Mutation' --logger 'console;verbosity=detailed' -- RunConfiguration.TreatNoTestsAsError=true
