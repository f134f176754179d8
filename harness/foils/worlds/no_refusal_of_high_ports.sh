# Resets to high ports are not sent.
# Noticed by: suites/wire/test_ports.py::test_calls_from_all_ports_are_refused_where_nobody_listens
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 tcp flags & rst == rst tcp dport 40000-50000 drop'
exec "$@"
