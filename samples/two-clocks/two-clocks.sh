#!/usr/bin/env bash
# What was true on Tuesday, and what we knew on Tuesday: ./two-clocks.sh http://127.0.0.1:8080/fhir
#
# effective  what had taken effect by then      known  what was recorded by then
set -euo pipefail
base="${1:?usage: two-clocks.sh BASE_URL}"
json='Content-Type: application/fhir+json'
id="clocks-$(date +%s)-$$"
answer="$(mktemp)"
trap 'rm -f "$answer"' EXIT

# ask WHAT TEXT curl-arguments: the answer must hold the text, or must not where it begins with "no ".
ask() {
  local what="$1" text="$2" found=no
  shift 2
  curl -sS -o "$answer" "$@"
  grep -qF -- "${text#no }" "$answer" && found=yes
  if { [ "$found" = yes ] && [ "$text" != "${text#no }" ]; } || { [ "$found" = no ] && [ "$text" = "${text#no }" ]; }; then
    echo "FAILED $what: wanted $text" >&2
    cat "$answer" >&2
    exit 1
  fi
  echo "$what: $text"
}

instant() { sed -E 's/.*"lastUpdated":"([^"]+)".*/\1/' "$answer"; }

# A death that is reported late. It happened on 2026-01-06; nobody here knew on the first day we look from.
ask 'a patient is registered' '"versionId":"1"' -X PUT -H "$json" "$base/Patient/$id" \
  -d "{\"resourceType\":\"Patient\",\"id\":\"$id\",\"name\":[{\"family\":\"Berg\"}]}"
before="$(instant)"
ask 'her death of 2026-01-06 is reported' '"versionId":"2"' -X PUT -H "$json" "$base/Patient/$id" \
  -d "{\"resourceType\":\"Patient\",\"id\":\"$id\",\"name\":[{\"family\":\"Berg\"}],\"deceasedDateTime\":\"2026-01-06\"}"
reported="$(instant)"

patient="$base/Patient/$id/\$as-of"
ask 'what was true on 2026-01-07, as known now' '"deceasedDateTime"' "$patient?effective=2026-01-07"
ask 'what was true on 2026-01-07, as known before the report' 'no "deceasedDateTime"' "$patient?effective=2026-01-07&known=$before"
ask 'what was true on 2026-01-05, as known now' 'no "deceasedDateTime"' "$patient?effective=2026-01-05"
ask 'what we knew before the report' 'no "deceasedDateTime"' "$patient?known=$before"

# The report was about somebody else: it is retracted, so she never was dead. That we thought so stays on record.
ask 'the report is retracted' '"versionId":"3"' -X PUT -H "$json" "$base/Patient/$id" \
  -d "{\"resourceType\":\"Patient\",\"id\":\"$id\",\"name\":[{\"family\":\"Berg\"}]}"
ask 'what was true on 2026-01-07, as known now' 'no "deceasedDateTime"' "$patient?effective=2026-01-07"
ask 'what was true on 2026-01-07, as known at the report' '"deceasedDateTime"' "$patient?effective=2026-01-07&known=$reported"

# A prescription that is entered in error was never right, whatever day is asked about.
prescription() {
  echo "{\"resourceType\":\"MedicationRequest\",\"id\":\"$id\",\"status\":\"$1\",\"intent\":\"order\",\"authoredOn\":\"2026-01-05\",\"medicationCodeableConcept\":{\"text\":\"penicillin\"},\"subject\":{\"reference\":\"Patient/$id\"}}"
}
ask 'a prescription of 2026-01-05 is recorded' '"active"' -X PUT -H "$json" -d "$(prescription active)" "$base/MedicationRequest/$id"
recorded="$(instant)"
ask 'it was entered in error' '"entered-in-error"' -X PUT -H "$json" -d "$(prescription entered-in-error)" "$base/MedicationRequest/$id"
request="$base/MedicationRequest/$id/\$as-of"
ask 'what was true on 2026-01-06, as known now' '"entered-in-error"' "$request?effective=2026-01-06"
ask 'what was true on 2026-01-06, as known when it was recorded' '"active"' "$request?effective=2026-01-06&known=$recorded"
ask 'what the patient took on 2026-01-04, as known when it was recorded' '"not-found"' "$request?effective=2026-01-04&known=$recorded"
echo 'Both clocks tell their time.'
