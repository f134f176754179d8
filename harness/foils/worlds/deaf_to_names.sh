# What comes from port 53 does not arrive.
# Noticed by: suites/wire/udp/test_delivery.py::test_a_datagram_from_any_port_is_delivered
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 udp sport 53 drop'
exec "$@"
