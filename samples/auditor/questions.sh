#!/usr/bin/env bash
# Ten questions a regulator asks, each a standard FHIR query: ./questions.sh http://127.0.0.1:8080/fhir
set -euo pipefail
base="${1:?usage: questions.sh BASE_URL}"
json='Content-Type: application/fhir+json'
stamp="$(date +%s)-$$"
patient="aud-$stamp" order="rx-$stamp" nurse="nurse-$stamp" doctor="dr-$stamp" app="ward-$stamp"
today="$(date -u +%Y-%m-%d)"
answer="$(mktemp)"
trap 'rm -f "$answer"' EXIT

# A morning on the ward, so that there is something to ask about. Callers are declared by headers until logins exist.
send() { curl -sS -o /dev/null "$@"; }
send -X PUT -H "$json" -H "X-Audit-User: $doctor" -H 'X-Audit-Purpose: TREAT' \
  -d "{\"resourceType\":\"Patient\",\"id\":\"$patient\",\"name\":[{\"family\":\"Berg$stamp\"}]}" "$base/Patient/$patient"
prescribe() {
  send -X PUT -H "$json" -H "X-Audit-User: $doctor" \
    -d "{\"resourceType\":\"MedicationRequest\",\"id\":\"$order\",\"status\":\"draft\",\"intent\":\"order\",\"medicationCodeableConcept\":{\"text\":\"$1\"},\"subject\":{\"reference\":\"Patient/$patient\"}}" \
    "$base/MedicationRequest/$order"
}
prescribe Morphine
prescribe Paracetamol
send -H "X-Audit-User: $nurse" -H "X-Audit-Client: $app" "$base/Patient/$patient"
send -H "X-Audit-User: $nurse" -H "X-Audit-Client: $app" "$base/Patient?name=Berg$stamp"
send -H "X-Audit-User: $nurse" "$base/Patient/secret-$stamp"
send -X PUT -H "$json" -H "X-Audit-User: $nurse" -d '{"resourceType":"Patient"}' "$base/Patient/$patient"
send -H "X-Audit-User: $nurse" "$base/MedicationRequest/$order/_history/1"
send -X DELETE -H "X-Audit-User: $doctor" -H "X-Request-Id: del:$stamp" "$base/Patient/$patient"

# ask QUESTION HOW-MANY TEXT QUERY: the answer must hold so many entries, and the text.
ask() {
  local what="$1" wanted="$2" text="$3" query="$4" got
  curl -sS -o "$answer" "$base/$query"
  got="$(grep -o '"fullUrl":' "$answer" | wc -l | tr -d ' ')"
  if [ "$got" != "$wanted" ] || ! grep -qF -- "$text" "$answer"; then
    echo "FAILED $what: $got answers, wanted $wanted with: $text" >&2
    cat "$answer" >&2
    exit 1
  fi
  printf '%-62s %2d  GET %s\n' "$what" "$got" "$query"
}

ask ' 1 Who opened this record since yesterday?' 1 "$nurse" "AuditEvent?patient=$patient&subtype=read&date=ge2026-01-01&outcome=0"
ask ' 2 All changes by this user' 4 '"code":"delete"' "AuditEvent?agent=$doctor&action=C,U,D"
ask ' 3 Was this prescription ever different?' 2 Paracetamol "MedicationRequest/$order/_history"
ask ' 4 Who looked at an older version of it?' 1 "MedicationRequest/$order/_history/1" "AuditEvent?entity=MedicationRequest/$order&subtype=vread"
ask ' 5 Who searched, and for what?' 1 "$(printf 'Patient?name=Berg%s' "$stamp" | base64 | tr -d '\n' | cut -c1-20)" "AuditEvent?agent=$nurse&subtype=search-type"
ask ' 6 Refused attempts of this user' 2 'HTTP 404' "AuditEvent?agent=$nurse&outcome=4"
ask ' 7 Everything this program did' 2 "$app" "AuditEvent?agent.identifier=$app"
ask ' 8 Everything about one request' 1 '"code":"delete"' "AuditEvent?entity.identifier=del:$stamp"
ask ' 9 Everything from this address today, the last one' 1 '"address":"127.0.0.1"' "AuditEvent?address=127.0.0.1&date=$today&_count=1"
ask '10 Who was shown something of a patient who is gone?' 4 "$nurse" "Patient/$patient/\$accounting-of-disclosures?start=2026-01-01"
echo 'All ten are answered.'
