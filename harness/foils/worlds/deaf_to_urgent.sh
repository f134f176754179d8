# Urgent data does not arrive.
# Noticed by: suites::nobody
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 tcp flags & urg == urg drop'
exec "$@"
