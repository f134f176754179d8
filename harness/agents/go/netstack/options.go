package main

// Options, by level and name. What is a matter of the layer above, such as SO_RCVTIMEO or SO_TYPE, the stack does not have.

import (
	"math"
	"strings"
	"time"

	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv6"
	"gvisor.dev/gvisor/pkg/tcpip/transport"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"
)

// How an option is asked for and how it is set; either may be missing.
type option struct {
	get func(s *sock) (value, tcpip.Error)
	set func(s *sock, v value) tcpip.Error
}

func number(v value) int {
	switch v := v.(type) {
	case int64:
		return int(v)
	}
	panic(unsupported("only a number will do as the value"))
}

func flag(get func(*tcpip.SocketOptions) bool, set func(*tcpip.SocketOptions, bool)) option {
	return option{
		func(s *sock) (value, tcpip.Error) { return get(s.endpoint.SocketOptions()), nil },
		func(s *sock, v value) tcpip.Error { set(s.endpoint.SocketOptions(), number(v) != 0); return nil },
	}
}

func plain(which tcpip.SockOptInt) option {
	return option{
		func(s *sock) (value, tcpip.Error) { found, err := s.endpoint.GetSockOptInt(which); return found, err },
		func(s *sock, v value) tcpip.Error { return s.endpoint.SetSockOptInt(which, number(v)) },
	}
}

// An option that is a byte of a header; what else may be asked for is checked by the layer above.
func small(which tcpip.SockOptInt) option {
	found := plain(which)
	set := found.set
	found.set = func(s *sock, v value) tcpip.Error {
		if wanted := number(v); wanted < 0 || wanted > 255 {
			panic(unsupported("to the stack the value is a byte"))
		}
		return set(s, v)
	}
	return found
}

// An option of whose values the stack checks none.
func within(found option, least, most int) option {
	set := found.set
	found.set = func(s *sock, v value) tcpip.Error {
		if wanted := number(v); wanted < least || wanted > most {
			panic(unsupported("the stack leaves it to the layer above to refuse this value"))
		}
		return set(s, v)
	}
	return found
}

// An option that is only to be set before there is a name, which the stack does not look after.
func unbound(found option) option {
	set := found.set
	found.set = func(s *sock, v value) tcpip.Error {
		if s.stream && tcp.EndpointState(s.endpoint.State()) != tcp.StateInitial ||
			!s.stream && transport.DatagramEndpointState(s.endpoint.State()) != transport.DatagramEndpointStateInitial {
			panic(unsupported("the stack leaves it to the layer above to refuse this option now"))
		}
		return set(s, v)
	}
	return found
}

// The size of a buffer that is asked for, as gVisor's own setsockopt tells it to the stack: twice that, within the stack's limits.
func bufferSize(v value, limits func() (int64, int64)) int64 {
	least, most := limits()
	wanted := int64(uint32(number(v)))
	if wanted > most {
		wanted = most
	}
	if wanted >= math.MaxInt32/2 {
		return math.MaxInt32
	}
	if 2*wanted < least {
		return least
	}
	return 2 * wanted
}

func seconds(duration time.Duration) value { return int(duration / time.Second) }

var options = map[name]option{
	"SO_BROADCAST": flag((*tcpip.SocketOptions).GetBroadcast, (*tcpip.SocketOptions).SetBroadcast),
	"SO_REUSEADDR": flag((*tcpip.SocketOptions).GetReuseAddress, (*tcpip.SocketOptions).SetReuseAddress),
	"SO_REUSEPORT": flag((*tcpip.SocketOptions).GetReusePort, (*tcpip.SocketOptions).SetReusePort),
	"SO_KEEPALIVE": flag((*tcpip.SocketOptions).GetKeepAlive, (*tcpip.SocketOptions).SetKeepAlive),
	"SO_NO_CHECK":  flag((*tcpip.SocketOptions).GetNoChecksum, (*tcpip.SocketOptions).SetNoChecksum),
	"SO_SNDBUF": {
		func(s *sock) (value, tcpip.Error) { return s.endpoint.SocketOptions().GetSendBufferSize(), nil },
		func(s *sock, v value) tcpip.Error {
			s.endpoint.SocketOptions().SetSendBufferSize(bufferSize(v, s.endpoint.SocketOptions().SendBufferLimits), true)
			return nil
		},
	},
	"SO_RCVBUF": {
		func(s *sock) (value, tcpip.Error) { return s.endpoint.SocketOptions().GetReceiveBufferSize(), nil },
		func(s *sock, v value) tcpip.Error {
			s.endpoint.SocketOptions().SetReceiveBufferSize(bufferSize(v, s.endpoint.SocketOptions().ReceiveBufferLimits), true)
			return nil
		},
	},
	"SO_LINGER": {getLinger, setLinger},
	"SO_ACCEPTCONN": {get: func(s *sock) (value, tcpip.Error) {
		return s.stream && tcp.EndpointState(s.endpoint.State()) == tcp.StateListen, nil
	}},
	"SO_ERROR": {get: func(s *sock) (value, tcpip.Error) { return lastError(s.endpoint.LastError()), nil }},

	"TCP_NODELAY": flag(func(o *tcpip.SocketOptions) bool { return !o.GetDelayOption() },
		func(o *tcpip.SocketOptions, on bool) { o.SetDelayOption(!on) }),
	"TCP_CORK":     flag((*tcpip.SocketOptions).GetCorkOption, (*tcpip.SocketOptions).SetCorkOption),
	"TCP_QUICKACK": flag((*tcpip.SocketOptions).GetQuickAck, (*tcpip.SocketOptions).SetQuickAck),
	"TCP_MAXSEG":   plain(tcpip.MaxSegOption),
	"TCP_SYNCNT":   plain(tcpip.TCPSynCountOption),
	"TCP_KEEPCNT":  within(plain(tcpip.KeepaliveCountOption), 1, 127),
	"TCP_KEEPIDLE": within(option{
		func(s *sock) (value, tcpip.Error) {
			var found tcpip.KeepaliveIdleOption
			err := s.endpoint.GetSockOpt(&found)
			return seconds(time.Duration(found)), err
		},
		func(s *sock, v value) tcpip.Error {
			wanted := tcpip.KeepaliveIdleOption(time.Duration(number(v)) * time.Second)
			return s.endpoint.SetSockOpt(&wanted)
		},
	}, 1, 32767),
	"TCP_KEEPINTVL": within(option{
		func(s *sock) (value, tcpip.Error) {
			var found tcpip.KeepaliveIntervalOption
			err := s.endpoint.GetSockOpt(&found)
			return seconds(time.Duration(found)), err
		},
		func(s *sock, v value) tcpip.Error {
			wanted := tcpip.KeepaliveIntervalOption(time.Duration(number(v)) * time.Second)
			return s.endpoint.SetSockOpt(&wanted)
		},
	}, 1, 32767),
	"TCP_USER_TIMEOUT": within(option{
		func(s *sock) (value, tcpip.Error) {
			var found tcpip.TCPUserTimeoutOption
			err := s.endpoint.GetSockOpt(&found)
			return int(time.Duration(found) / time.Millisecond), err
		},
		func(s *sock, v value) tcpip.Error {
			wanted := tcpip.TCPUserTimeoutOption(time.Duration(number(v)) * time.Millisecond)
			return s.endpoint.SetSockOpt(&wanted)
		},
	}, 0, math.MaxInt32),
	"TCP_LINGER2": {
		func(s *sock) (value, tcpip.Error) {
			var found tcpip.TCPLingerTimeoutOption
			err := s.endpoint.GetSockOpt(&found)
			return seconds(time.Duration(found)), err
		},
		func(s *sock, v value) tcpip.Error {
			wanted := tcpip.TCPLingerTimeoutOption(time.Duration(number(v)) * time.Second)
			return s.endpoint.SetSockOpt(&wanted)
		},
	},
	"TCP_DEFER_ACCEPT": {
		func(s *sock) (value, tcpip.Error) {
			var found tcpip.TCPDeferAcceptOption
			err := s.endpoint.GetSockOpt(&found)
			return seconds(time.Duration(found)), err
		},
		func(s *sock, v value) tcpip.Error {
			wanted := tcpip.TCPDeferAcceptOption(time.Duration(number(v)) * time.Second)
			return s.endpoint.SetSockOpt(&wanted)
		},
	},
	"TCP_CONGESTION": {
		func(s *sock) (value, tcpip.Error) {
			var found tcpip.CongestionControlOption
			err := s.endpoint.GetSockOpt(&found)
			return []byte(found), err
		},
		func(s *sock, v value) tcpip.Error {
			wanted, is := v.([]byte)
			if !is {
				panic(unsupported("only bytes will do as the value"))
			}
			choice := tcpip.CongestionControlOption(wanted)
			return s.endpoint.SetSockOpt(&choice)
		},
	},

	"IP_TTL":            {getTTL, within(small(tcpip.IPv4TTLOption), 1, 255).set},
	"IP_TOS":            small(tcpip.IPv4TOSOption),
	"IP_MTU_DISCOVER":   {getDiscovery, setDiscovery},
	"IP_MULTICAST_TTL":  small(tcpip.MulticastTTLOption),
	"IP_MULTICAST_LOOP": flag((*tcpip.SocketOptions).GetMulticastLoop, (*tcpip.SocketOptions).SetMulticastLoop),
	"IP_RECVTOS":        flag((*tcpip.SocketOptions).GetReceiveTOS, (*tcpip.SocketOptions).SetReceiveTOS),
	"IP_RECVTTL":        flag((*tcpip.SocketOptions).GetReceiveTTL, (*tcpip.SocketOptions).SetReceiveTTL),
	"IP_PKTINFO":        flag((*tcpip.SocketOptions).GetReceivePacketInfo, (*tcpip.SocketOptions).SetReceivePacketInfo),
	"IP_RECVERR":        flag((*tcpip.SocketOptions).GetIPv4RecvError, (*tcpip.SocketOptions).SetIPv4RecvError),
	"IP_ADD_MEMBERSHIP": {set: func(s *sock, v value) tcpip.Error {
		m := tcpip.AddMembershipOption(membership(v))
		return s.endpoint.SetSockOpt(&m)
	}},
	"IP_DROP_MEMBERSHIP": {set: func(s *sock, v value) tcpip.Error {
		m := tcpip.RemoveMembershipOption(membership(v))
		return s.endpoint.SetSockOpt(&m)
	}},

	"IPV6_V6ONLY":         unbound(flag((*tcpip.SocketOptions).GetV6Only, (*tcpip.SocketOptions).SetV6Only)),
	"IPV6_UNICAST_HOPS":   {getHops, small(tcpip.IPv6HopLimitOption).set},
	"IPV6_TCLASS":         small(tcpip.IPv6TrafficClassOption),
	"IPV6_MULTICAST_HOPS": small(tcpip.MulticastTTLOption),
	"IPV6_MULTICAST_LOOP": flag((*tcpip.SocketOptions).GetMulticastLoop, (*tcpip.SocketOptions).SetMulticastLoop),
	"IPV6_RECVTCLASS":     flag((*tcpip.SocketOptions).GetReceiveTClass, (*tcpip.SocketOptions).SetReceiveTClass),
	"IPV6_RECVHOPLIMIT":   flag((*tcpip.SocketOptions).GetReceiveHopLimit, (*tcpip.SocketOptions).SetReceiveHopLimit),
	"IPV6_RECVPKTINFO":    flag((*tcpip.SocketOptions).GetIPv6ReceivePacketInfo, (*tcpip.SocketOptions).SetIPv6ReceivePacketInfo),
	"IPV6_RECVERR":        flag((*tcpip.SocketOptions).GetIPv6RecvError, (*tcpip.SocketOptions).SetIPv6RecvError),
	"IPV6_JOIN_GROUP": {set: func(s *sock, v value) tcpip.Error {
		m := tcpip.AddMembershipOption(membership(v))
		return s.endpoint.SetSockOpt(&m)
	}},
	"IPV6_LEAVE_GROUP": {set: func(s *sock, v value) tcpip.Error {
		m := tcpip.RemoveMembershipOption(membership(v))
		return s.endpoint.SetSockOpt(&m)
	}},
}

func lastError(err tcpip.Error) value {
	if fault, is := failure(err).(raised); is {
		return errorName(fault.number)
	}
	return 0
}

func getLinger(s *sock) (value, tcpip.Error) {
	found := s.endpoint.SocketOptions().GetLinger()
	return record{{"onoff", found.Enabled}, {"linger", seconds(found.Timeout)}}, nil
}

func setLinger(s *sock, v value) tcpip.Error {
	wanted, is := v.(record)
	if !is {
		panic(unsupported("only a structure will do as the value"))
	}
	s.endpoint.SocketOptions().SetLinger(tcpip.LingerOption{Enabled: wanted.integer("onoff", 0) != 0,
		Timeout: time.Duration(wanted.integer("linger", 0)) * time.Second})
	return nil
}

// How the path's MTU may be looked for, by the numbers that programs use.
var discovery = []int{tcpip.PMTUDiscoveryDont, tcpip.PMTUDiscoveryWant, tcpip.PMTUDiscoveryDo, tcpip.PMTUDiscoveryProbe}

func getDiscovery(s *sock) (value, tcpip.Error) {
	found, err := s.endpoint.GetSockOptInt(tcpip.MTUDiscoverOption)
	for number, one := range discovery {
		if one == found {
			return number, err
		}
	}
	return found, err
}

func setDiscovery(s *sock, v value) tcpip.Error {
	wanted := number(v)
	if wanted < 0 || wanted >= len(discovery) {
		panic(unsupported("the stack knows no such way to look for the path's MTU"))
	}
	return s.endpoint.SetSockOptInt(tcpip.MTUDiscoverOption, discovery[wanted])
}

// An endpoint without hops of its own has those of the protocol.
func getTTL(s *sock) (value, tcpip.Error) {
	found, err := s.endpoint.GetSockOptInt(tcpip.IPv4TTLOption)
	if err == nil && found == tcpip.UseDefaultIPv4TTL {
		return s.usual(ipv4.ProtocolNumber)
	}
	return found, err
}

func getHops(s *sock) (value, tcpip.Error) {
	found, err := s.endpoint.GetSockOptInt(tcpip.IPv6HopLimitOption)
	if err == nil && found == tcpip.UseDefaultIPv6HopLimit {
		return s.usual(ipv6.ProtocolNumber)
	}
	return found, err
}

func (s *sock) usual(protocol tcpip.NetworkProtocolNumber) (value, tcpip.Error) {
	var found tcpip.DefaultTTLOption
	err := s.stack.NetworkProtocolOption(protocol, &found)
	return int(found), err
}

// A group, and the interface on which it is meant: by its number or by an address of it.
func membership(v value) tcpip.MembershipOption {
	wanted, is := v.(record)
	if !is {
		panic(unsupported("only a structure will do as the value"))
	}
	found := tcpip.MembershipOption{NIC: tcpip.NICID(wanted.integer("ifindex", 0))}
	for _, one := range wanted {
		host, is := one.value.(text)
		switch {
		case !is:
		case one.name == "multiaddr":
			found.MulticastAddr = parse(string(host))
		case host != "0.0.0.0":
			found.InterfaceAddr = parse(string(host))
		}
	}
	return found
}

// Whether an option is of a protocol that the socket speaks: the stack keeps the options of all of them in one place.
func (s *sock) speaks(option name) bool {
	return !(strings.HasPrefix(string(option), "TCP_") && !s.stream || strings.HasPrefix(string(option), "IPV6_") && s.tag != "inet6")
}

func find(s *sock, f record) option {
	if !s.speaks(f.word("name")) {
		panic(unsupported("the stack leaves it to the layer above whose option this is"))
	}
	found, known := options[f.word("name")]
	if !known {
		panic(unsupported("the stack has no option " + string(f.word("name"))))
	}
	return found
}

func (a *agent) getsockopt(c *call, f record) {
	s := a.of(f)
	found := find(s, f)
	if found.get == nil {
		panic(unsupported("the stack does not tell this option"))
	}
	v, err := found.get(s)
	if err != nil {
		a.answer(c, failure(err))
		return
	}
	_, inBytes := v.([]byte)
	kind, given := f.get("kind")
	if given && (kind == name("bytes")) != inBytes || !given && inBytes {
		panic(unsupported("the stack has this option as another kind of value"))
	}
	a.answer(c, record{{"value", v}})
}

func (a *agent) setsockopt(c *call, f record) {
	s := a.of(f)
	found := find(s, f)
	if found.set == nil {
		panic(unsupported("the stack does not let this option be set"))
	}
	v, _ := f.get("value")
	err := found.set(s, v)
	if _, lacks := err.(*tcpip.ErrNotSupported); lacks {
		panic(unsupported("the stack does not support this value"))
	}
	a.answer(c, failure(err))
}
