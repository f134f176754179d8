# Datagrams from high ports do not arrive.
# Noticed by: suites/wire/test_ports.py::test_datagrams_from_all_ports_are_delivered
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 udp sport 50000-60000 drop'
exec "$@"
