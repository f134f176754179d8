# Calls from port 3306 do not arrive.
# Noticed by: suites/wire/test_ports.py::test_calls_from_all_ports_are_answered
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 tcp sport 3306 drop'
exec "$@"
