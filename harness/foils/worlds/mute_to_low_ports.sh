# Nothing is sent to low ports.
# Noticed by: suites/wire/tcp/test_header.py::test_a_call_to_any_port_is_made
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 tcp dport < 1024 drop'
exec "$@"
