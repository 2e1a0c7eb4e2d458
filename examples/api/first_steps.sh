#!/bin/sh
# The company, its open dialogs, and a new client.
set -eu
api() {
    curl --silent --show-error --fail-with-body \
        --header "Authorization: Bearer $TOKEN" --header "Content-Type: application/json" \
        "$@"
}

echo "Who and what there is:"
api "$BESEDA/v1/center"
echo
echo "Open dialogs, the newest first:"
api "$BESEDA/v1/dialogs"
echo
echo "A client:"
api --request POST "$BESEDA/v1/clients" \
    --data '{"name": "Vera Kalnina", "contacts": [{"kind": "email", "value": "vera@example.com"}]}'
echo
