#!/usr/bin/env bash
# An EHR's day with curl: ./tour.sh http://127.0.0.1:8080/fhir
set -euo pipefail
base="${1:?usage: tour.sh BASE_URL}"
resources="$(cd "$(dirname "$0")/../resources" && pwd)"
json='Content-Type: application/fhir+json'
stamp="$(date +%s)-$$"
patient="tour-$stamp"
answer="$(mktemp)"
trap 'rm -f "$answer"' EXIT

# step WHAT STATUS TEXT curl-arguments: the answer must have the status and hold the text.
step() {
  local what="$1" status="$2" text="$3" got
  shift 3
  got="$(curl -sS -o "$answer" -w '%{http_code}' "$@")"
  if [ "$got" != "$status" ] || { [ -n "$text" ] && ! grep -qF -- "$text" "$answer"; }; then
    echo "FAILED $what: status $got, wanted $status with: $text" >&2
    cat "$answer" >&2
    exit 1
  fi
  echo "$got  $what"
}

resource() { sed -e "s/\"ID\"/\"$2\"/" -e "s/PATIENT/$patient/" "$resources/$1.json"; }

step 'register a patient' 201 '"versionId":"1"' -X PUT -H "$json" -d "$(resource patient "$patient")" "$base/Patient/$patient"
step 'read her' 200 '"family":"Berg"' "$base/Patient/$patient"
moved="$(resource patient "$patient" | sed 's/1 Kungsgatan/7 Drottninggatan/')"
step 'correct the address of version 1' 200 'Drottninggatan' -X PUT -H "$json" -H 'If-Match: W/"1"' -d "$moved" "$base/Patient/$patient"
step 'a colleague who saw version 1 is told' 412 'stale-version' -X PUT -H "$json" -H 'If-Match: W/"1"' -d "$(resource patient "$patient")" "$base/Patient/$patient"
step 'prescribe' 201 '"draft"' -X PUT -H "$json" -d "$(resource prescription "rx-$stamp")" "$base/MedicationRequest/rx-$stamp"
step 'approve' 200 '"active"' -X PUT -H "$json" -d "$(resource prescription "rx-$stamp" | sed 's/draft/active/')" "$base/MedicationRequest/rx-$stamp"
step 'stop' 200 '"stopped"' -X PUT -H "$json" -d "$(resource prescription "rx-$stamp" | sed 's/draft/stopped/')" "$base/MedicationRequest/rx-$stamp"
step 'what was stopped is not started again' 422 'prescription-status-move' -X PUT -H "$json" -d "$(resource prescription "rx-$stamp" | sed 's/draft/active/')" "$base/MedicationRequest/rx-$stamp"
step 'book' 201 '"booked"' -X PUT -H "$json" -d "$(resource appointment "ap-$stamp")" "$base/Appointment/ap-$stamp"
step 'cancel' 200 '"cancelled"' -X PUT -H "$json" -d "$(resource appointment "ap-$stamp" | sed 's/booked/cancelled/')" "$base/Appointment/ap-$stamp"
step 'odd numbers come back as they were' 201 '"value":1E2' -X PUT -H "$json" -d "$(resource odd-observation "ob-$stamp")" "$base/Observation/ob-$stamp"
step 'look at the history' 200 '"total":2' "$base/Patient/$patient/_history"
step 'read version 1' 200 'Kungsgatan' "$base/Patient/$patient/_history/1"
step 'delete' 204 '' -X DELETE "$base/Patient/$patient"
step 'it is gone' 410 '"deleted"' "$base/Patient/$patient"
step 'restore' 201 '"versionId":"4"' -X PUT -H "$json" -d "$moved" "$base/Patient/$patient"
step 'nothing was lost' 200 '"total":4' "$base/Patient/$patient/_history"
echo 'The tour is done.'
