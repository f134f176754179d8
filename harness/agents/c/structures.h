/* Structures of options and control messages, by their fields. Included by agent.c alone. */
#ifndef STRUCTURES_H
#define STRUCTURES_H

#include "call.h"

enum form { SIGNED, UNSIGNED, ERROR, HOST };

struct member {
    const char *kind, *name;
    size_t whole, offset, size;
    enum form form;
};

#define M(kind, type, member, name, form) {kind, name, sizeof(type), offsetof(type, member), sizeof ((type *) NULL)->member, form},

struct extended_error {                 /* Linux calls it sock_extended_err, in a header that not every C library brings */
    uint32_t number;
    uint8_t origin, type, code, nothing;
    uint32_t info, data;
};

static const struct member members[] = {
    M("linger", struct linger, l_onoff, "onoff", SIGNED)
    M("linger", struct linger, l_linger, "linger", SIGNED)
    M("timeval", struct timeval, tv_sec, "sec", SIGNED)
    M("timeval", struct timeval, tv_usec, "usec", SIGNED)
#ifdef SCM_CREDENTIALS
    M("ucred", struct ucred, pid, "pid", SIGNED)
    M("ucred", struct ucred, uid, "uid", UNSIGNED)
    M("ucred", struct ucred, gid, "gid", UNSIGNED)
#endif
    M("mreq", struct ip_mreq, imr_multiaddr, "multiaddr", HOST)
    M("mreq", struct ip_mreq, imr_interface, "interface", HOST)
    M("mreq6", struct ipv6_mreq, ipv6mr_multiaddr, "multiaddr", HOST)
    M("mreq6", struct ipv6_mreq, ipv6mr_interface, "ifindex", UNSIGNED)
#ifdef __linux__
    M("mreqn", struct ip_mreqn, imr_multiaddr, "multiaddr", HOST)
    M("mreqn", struct ip_mreqn, imr_address, "address", HOST)
    M("mreqn", struct ip_mreqn, imr_ifindex, "ifindex", SIGNED)
    M("pktinfo", struct in_pktinfo, ipi_ifindex, "ifindex", SIGNED)
    M("pktinfo", struct in_pktinfo, ipi_spec_dst, "spec_dst", HOST)
    M("pktinfo", struct in_pktinfo, ipi_addr, "addr", HOST)
    M("extended_error", struct extended_error, number, "errno", ERROR)
    M("extended_error", struct extended_error, origin, "origin", UNSIGNED)
    M("extended_error", struct extended_error, type, "type", UNSIGNED)
    M("extended_error", struct extended_error, code, "code", UNSIGNED)
    M("extended_error", struct extended_error, info, "info", UNSIGNED)
    M("extended_error", struct extended_error, data, "data", UNSIGNED)
#endif
#ifdef IPV6_PKTINFO
    M("pktinfo6", struct in6_pktinfo, ipi6_addr, "addr", HOST)
    M("pktinfo6", struct in6_pktinfo, ipi6_ifindex, "ifindex", UNSIGNED)
#endif
    {NULL, NULL, 0, 0, 0, SIGNED}
};

static int is_member(const struct member *member, const char *kind)
{
    return member->kind && strcmp(member->kind, kind) == 0;
}

/* The first member of a structure, or NULL. */
static const struct member *structure(const char *kind)
{
    const struct member *member = members;
    while (member->kind && !is_member(member, kind))
        member++;
    return member->kind ? member : NULL;
}

static void put_unsigned(struct text *to, const unsigned char *from, size_t size)
{
    uint32_t wide = 0;
    uint16_t half = 0;
    memcpy(size == 2 ? (void *) &half : (void *) &wide, from, size == 1 ? 0 : size);
    put(to, "%lu", size == 1 ? (unsigned long) *from : size == 2 ? (unsigned long) half : (unsigned long) wide);
}

static void put_signed(struct text *to, const unsigned char *from, size_t size)
{
    int32_t wide = 0;
    int64_t widest = 0;
    memcpy(size == 8 ? (void *) &widest : (void *) &wide, from, size);
    put(to, "%lld", size == 8 ? (long long) widest : (long long) wide);
}

static void put_member(struct text *to, const struct member *member, const unsigned char *from)
{
    uint32_t number = 0;
    switch (member->form) {
    case SIGNED:
        put_signed(to, from, member->size);
        break;
    case UNSIGNED:
        put_unsigned(to, from, member->size);
        break;
    case ERROR:
        memcpy(&number, from, sizeof number);
        put_named(to, errors, "E", (long) number);
        break;
    case HOST:
        put(to, "\"");
        put_host(to, member->size == 4 ? AF_INET : AF_INET6, from);
        put(to, "\"");
    }
}

/* A structure by its fields; what is too short for one as the bytes it is. */
static void put_structure(struct text *to, const struct member *member, const unsigned char *data, size_t size)
{
    const char *kind = member->kind, *before = "(";
    if (size < member->whole) {
        put_bytes(to, data, size);
        return;
    }
    for (; is_member(member, kind); member++, before = ",") {
        put(to, "%s%s=", before, member->name);
        put_member(to, member, data + member->offset);
    }
    put(to, ")");
}

/* Whether a record has the fields of the structure that begins with this member, and no others. */
static int has_fields_of(const struct value *record, const struct member *member)
{
    const char *kind = member->kind;
    int count = 0;
    for (; is_member(member, kind); member++, count++)
        if (field(record, member->name) == NULL)
            return 0;
    return count == record->count;
}

static void fill_member(struct call *call, const struct member *member, const struct value *value, unsigned char *to)
{
    int64_t widest = 0;
    int32_t wide = 0;
    if (member->form == HOST) {
        host_to(call, member->size == 4 ? AF_INET : AF_INET6, value->data, to);
        return;
    }
    widest = value->kind == NUMBER ? value->number : constant(call, value);
    if (member->size < 8 && (widest < INT32_MIN || widest > UINT32_MAX))
        lack(call, "the field %s does not hold such a number", member->name);
    wide = (int32_t) (uint32_t) widest;
    memcpy(to, member->size == 8 ? (void *) &widest : (void *) &wide, member->size);
}

/* A record's structure is known by the names of its fields. */
static unsigned char *packed(struct call *call, const struct value *record, size_t *size)
{
    const struct member *member = members;
    while (member->kind && !has_fields_of(record, member))
        member++;
    if (member->kind == NULL)
        lack(call, "no structure has %s", "such fields");
    unsigned char *data = take(&call->memory, *size = member->whole);
    for (const char *kind = member->kind; is_member(member, kind); member++)
        fill_member(call, member, field(record, member->name), data + member->offset);
    return data;
}

/* The value of an option or of a control message to send: an integer, bytes, or a structure. */
static const void *payload(struct call *call, struct value *value, size_t *size)
{
    if (value->kind == RECORD)
        return packed(call, value, size);
    if (value->kind == BYTES) {
        *size = value->size;
        return value->data;
    }
    int *number = take(&call->memory, *size = sizeof *number);
    *number = constant(call, value);
    return number;
}

#endif
