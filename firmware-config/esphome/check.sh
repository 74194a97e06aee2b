#!/bin/sh
# Shows every ESPHome file that the gateway makes to ESPHome's own validator: `sh firmware-config/esphome/check.sh`, with
# ESPHome installed (pip install esphome). The speaker files belong to different versions of it: one of them is refused.
set -u
command -v esphome > /dev/null || { echo 'ESPHome is not installed: pip install esphome' >&2; exit 2; }
cd "$(dirname "$0")/../.." || exit 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/order.json" << 'ORDER'
{
  "village": "thon", "host": "192.168.1.10",
  "relays": [
    { "name": "Cột \"đình\" ${x}", "driver": "esphome" },
    { "name": "Bốn đường", "driver": "esphome", "channels": 4 },
    { "name": "Mười hai đường", "driver": "esphome", "channels": 12 }
  ],
  "buttons": [{ "name": "Nhà văn hóa", "driver": "generic" }]
}
ORDER
npm run --silent firmware -- "$work/files" "$work/order.json" > "$work/made" || { cat "$work/made"; exit 2; }
refused=0
for yaml in "$work"/files/*/*.yaml; do
  case $yaml in */secrets.yaml) continue ;; esac
  if esphome config "$yaml" > "$work/said" 2>&1; then
    echo "well     $(basename "$yaml")"
  else
    echo "refused  $(basename "$yaml")"
    grep -v '^INFO' "$work/said" | tail -n 12
    case $yaml in *-speaker-*) ;; *) refused=1 ;; esac
  fi
done
exit $refused
