# Calls from low ports do not arrive.
# Noticed by: suites/wire/tcp/test_header.py::test_a_call_from_any_port_is_answered
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 tcp sport < 1024 drop'
exec "$@"
