# Nothing is sent to port 53.
# Noticed by: suites/wire/udp/test_sent.py::test_a_datagram_is_sent_to_any_port
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 udp dport 53 drop'
exec "$@"
