# Nothing is sent to port 5353.
# Noticed by: suites/wire/test_ports.py::test_datagrams_are_sent_to_all_ports
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 udp dport 5353 drop'
exec "$@"
