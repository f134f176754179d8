# Resets are sent twice.
# Noticed by: suites/wire/test_promptness.py::test_a_call_is_refused_once
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table netdev t
nft 'add chain netdev t c { type filter hook egress device wire0 priority 0; }'
nft 'add rule netdev t c tcp flags & rst == rst dup to wire0'
exec "$@"
