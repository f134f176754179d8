# Segments over IPv4 are sent twice.
# Noticed by: suites/wire/test_promptness.py::test_each_segment_of_a_connection_is_sent_once
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table netdev t
nft 'add chain netdev t c { type filter hook egress device wire0 priority 0; }'
nft 'add rule netdev t c meta protocol ip meta l4proto tcp dup to wire0'
exec "$@"
