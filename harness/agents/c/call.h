/* The call at hand: how it is answered, the sockets it may name, what it takes from its line and what it gives. Included by agent.c alone. */
#ifndef CALL_H
#define CALL_H

#include <arpa/inet.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "lines.h"
#include "names.h"
#include "port.h"

#define FILLER 0xAA         /* what receive buffers hold before the call, to show what it left alone */
#define MOST (1 << 30)      /* bytes in the largest buffer that the agent makes */
#define LONGEST_PATH 1024   /* more than any system takes: which paths are too long is for the stack to say */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;    /* of the tables below, of who does what, and of the way out */
static int out;             /* where answers go */

/* --------------------------------------------------------------------------- the call at hand */

struct call {
    long number;
    struct value *fields;
    struct text answer;
    struct memory memory;
    jmp_buf leave;                      /* where to go once the answer is complete */
    long long began, ended;             /* right before and right after the stack's call, in nanoseconds */
};

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long) time.tv_sec * 1000000000 + time.tv_nsec;
}

static void begin_answer(struct call *call, const char *word)
{
    call->answer.size = 0;
    put(&call->answer, "%ld %s", call->number, word);
}

static void end_answer(struct call *call)
{
    put(&call->answer, " began=%lld ended=%lld", call->began, call->ended ? call->ended : now());
}

/* The implementation does not have what was asked for. */
static void lack(struct call *call, const char *format, const char *what)
{
    char why[200];
    snprintf(why, sizeof why, format, what);
    begin_answer(call, "unsupported");
    put(&call->answer, " why=");
    put_text(&call->answer, why);
    longjmp(call->leave, 1);
}

/* The agent could not do its part. */
static void give_up(struct call *call, const char *format, const char *what)
{
    char why[200];
    snprintf(why, sizeof why, format, what);
    begin_answer(call, "broken");
    put(&call->answer, " text=");
    put_text(&call->answer, why);
    longjmp(call->leave, 1);
}

static void put_error(struct text *to, int number)
{
    const char *name = by_number(errors, "E", number);
    if (name)
        put(to, "%s", name);
    else
        put(to, "E%d", number);
}

static void raise_error(struct call *call, int number)
{
    begin_answer(call, "raised");
    put(&call->answer, " error=");
    put_error(&call->answer, number);
    put(&call->answer, " number=%d text=", number);
    put_text(&call->answer, strerror(number));
    end_answer(call);
    longjmp(call->leave, 1);
}

static void raise_resolver_error(struct call *call, int number)
{
    const char *name = by_number(resolver_errors, "EAI_", number);
    begin_answer(call, "raised");
    if (name)
        put(&call->answer, " error=%s", name);
    else
        put(&call->answer, " error=EAI_%d", number);
    put(&call->answer, " number=%d text=", number);
    put_text(&call->answer, gai_strerror(number));
    end_answer(call);
    longjmp(call->leave, 1);
}

static void begin(struct call *call)
{
    if (call->ended == 0)       /* else it is one of many */
        call->began = now();
    errno = 0;
}

static long end(struct call *call, long result)
{
    int error = errno;
    call->ended = now();
    errno = error;
    return result;
}

static long checked(struct call *call, long result)
{
    if (result < 0)
        raise_error(call, errno);
    return result;
}

/* Make one of the port's calls: TRY gives its result, CALL only one that is no error. */
#define HAVE(call, name) (port.name ? (void) 0 : lack(call, "there is no %s", #name))
#define TRY(call, name, ...) (HAVE(call, name), begin(call), end(call, (long) port.name(__VA_ARGS__)))
#define CALL(call, name, ...) checked(call, TRY(call, name, __VA_ARGS__))

/* The same around a call of the system. */
#define SYSTEM(call, expression) checked(call, (begin(call), end(call, (long) (expression))))

/* --------------------------------------------------------------------------- the sockets */

struct sock {
    int number, open;
};

struct child {
    struct child *next;
    pid_t pid;
};

static struct sock *socks;              /* by their numbers, from 1 */
static int last_sock, room_for_socks;
static struct child *children;
static int *fillers, count_of_fillers;  /* descriptors that `spare` took up */
static int *own_files, count_of_own_files;  /* those that threads of the agent opened for themselves */

static int add(int number)
{
    pthread_mutex_lock(&lock);
    if (++last_sock >= room_for_socks) {
        room_for_socks = 2 * last_sock + 100;
        socks = or_die(realloc(socks, room_for_socks * sizeof *socks));
    }
    socks[last_sock].number = number;
    socks[last_sock].open = 1;
    int sock = last_sock;
    pthread_mutex_unlock(&lock);
    return sock;
}

static void put_sock(struct call *call, long number)
{
    put(&call->answer, " sock=%d", add((int) number));
}

/* A thread opened a file for itself, and keeps it. The lock is held. */
static int keep(int file)
{
    if (file >= 0) {
        own_files = or_die(realloc(own_files, (size_t) (count_of_own_files + 1) * sizeof *own_files));
        own_files[count_of_own_files++] = file;
    }
    return file;
}

/* Whether something else of ours has a number that one of our sockets had. */
static int taken_again(int number)
{
    int found = 0;
    for (int i = 1; i <= last_sock; i++)
        found |= socks[i].open && socks[i].number == number;
    for (int i = 0; i < count_of_fillers; i++)
        found |= fillers[i] == number;
    for (int i = 0; i < count_of_own_files; i++)
        found |= own_files[i] == number;
    return found;
}

/* The number of a socket. A closed one keeps its own, for calls that must refuse it, unless that has come to stand for something else. */
static int number_of(struct call *call, long long sock)
{
    int number = -1;
    pthread_mutex_lock(&lock);
    int known = sock > 0 && sock <= last_sock;
    if (known && (socks[sock].open || !taken_again(socks[sock].number)))
        number = socks[sock].number;
    pthread_mutex_unlock(&lock);
    if (!known)
        give_up(call, "there is no such %s", "sock");
    return number;
}

/* --------------------------------------------------------------------------- what calls take */

static struct value *needed(struct call *call, const char *name)
{
    struct value *found = field(call->fields, name);
    if (found == NULL)
        give_up(call, "the field %s is missing", name);
    return found;
}

static int fits_int(struct call *call, long long number)
{
    if (number < INT_MIN || number > INT_MAX)
        lack(call, "%s does not hold such a number", "an int");
    return (int) number;
}

static long long integer(struct call *call, const struct value *value)
{
    if (value->kind != NUMBER)
        lack(call, "%s takes an integer there", "C");
    return value->number;
}

/* A constant by its name; a number stands for itself. */
static int constant(struct call *call, const struct value *value)
{
    const struct name *known = NULL;
    if (value->kind == NUMBER)
        return fits_int(call, value->number);
    if (value->kind != NAME || (known = by_name(value->data)) == NULL)
        lack(call, "there is no %s", value->data ? value->data : "such constant");
    return (int) known->number;
}

static int constant_or(struct call *call, const char *name, int otherwise)
{
    struct value *value = field(call->fields, name);
    return value ? constant(call, value) : otherwise;
}

static int flags_in(struct call *call, const struct value *names)
{
    int bits = 0;
    for (struct value *name = names ? names->items : NULL; name; name = name->next)
        bits |= constant(call, name);
    return bits;
}

static int flags(struct call *call)
{
    return flags_in(call, field(call->fields, "flags"));
}

static int sock(struct call *call)
{
    return number_of(call, integer(call, needed(call, "sock")));
}

static long long number_or(struct call *call, const char *name, long long otherwise)
{
    struct value *value = field(call->fields, name);
    return value && value->kind != NONE ? integer(call, value) : otherwise;
}

static size_t as_size(struct call *call, long long number)
{
    if (number < 0 || (unsigned long long) number > SIZE_MAX / 2)
        lack(call, "%s is no such number", "a size_t");
    return (size_t) number;
}

static size_t size_in(struct call *call, const char *name)
{
    return as_size(call, integer(call, needed(call, name)));
}

static unsigned char *filled(struct call *call, size_t size)
{
    if (size > MOST)
        give_up(call, "there is no room for %s", "so many bytes");
    return memset(take(&call->memory, size), FILLER, size);
}

static struct value *bytes(struct call *call, struct value *value)
{
    if (value->kind != BYTES)
        give_up(call, "%s had to be bytes", value->field ? value->field : "an item");
    return value;
}

/* A string of C, or NULL for none. */
static const char *string(struct call *call, const char *name)
{
    struct value *value = field(call->fields, name);
    if (value == NULL || value->kind == NONE)
        return NULL;
    if (value->kind == NUMBER) {
        char *digits = take(&call->memory, 24);
        snprintf(digits, 24, "%lld", value->number);
        return digits;
    }
    if (strlen(value->data) != value->size)
        lack(call, "a string of C has no zero in it: %s", name);
    return value->data;
}

struct address {
    union {
        struct sockaddr any;
        struct sockaddr_in inet;
        struct sockaddr_in6 inet6;
        struct sockaddr_un local;
        struct sockaddr_storage storage;
        char room[offsetof(struct sockaddr_un, sun_path) + LONGEST_PATH];
    } name;
    socklen_t size;
};

/* A number inside an address, up to a limit. */
static unsigned long part(struct call *call, const char *text, unsigned long limit)
{
    char *rest;
    errno = 0;
    unsigned long number = strtoul(text, &rest, 10);
    if (!isdigit((unsigned char) *text) || *rest || errno || number > limit)
        lack(call, "no address holds the number %s", text);
    return number;
}

static void host_to(struct call *call, int family, const char *host, void *to)
{
    if (inet_pton(family, host, to) != 1)
        lack(call, "%s is no address of that family in digits", host);
}

static void local_address(struct call *call, const struct value *path, struct address *to)
{
    struct sockaddr_un *local = &to->name.local;
    if (path->size > LONGEST_PATH)
        lack(call, "no path is that long: %s", path->data);
    local->sun_family = AF_UNIX;
    memcpy((char *) local + offsetof(struct sockaddr_un, sun_path), path->data, path->size);
    /* A path ends with a zero where there is room for one; an abstract name, whose first byte is zero, does not. */
    int zero = path->size && *path->data && path->size < sizeof local->sun_path;
    to->size = (socklen_t) (offsetof(struct sockaddr_un, sun_path) + path->size + zero);
}

static struct address address_in(struct call *call, const struct value *value)
{
    struct address found;
    memset(&found, 0, sizeof found);
    if (value->kind == ADDRESS && strcmp(value->parts[0], "inet") == 0 && value->count == 3) {
        found.size = sizeof found.name.inet;
        found.name.inet.sin_family = AF_INET;
        found.name.inet.sin_port = htons((uint16_t) part(call, value->parts[2], 65535));
        host_to(call, AF_INET, value->parts[1], &found.name.inet.sin_addr);
    } else if (value->kind == ADDRESS && strcmp(value->parts[0], "inet6") == 0 && value->count == 5) {
        found.size = sizeof found.name.inet6;
        found.name.inet6.sin6_family = AF_INET6;
        found.name.inet6.sin6_port = htons((uint16_t) part(call, value->parts[2], 65535));
        found.name.inet6.sin6_flowinfo = htonl((uint32_t) part(call, value->parts[3], UINT32_MAX));
        found.name.inet6.sin6_scope_id = (uint32_t) part(call, value->parts[4], UINT32_MAX);
        host_to(call, AF_INET6, value->parts[1], &found.name.inet6.sin6_addr);
    } else if (value->kind == ADDRESS && strcmp(value->parts[0], "unix") == 0 && value->count == 2) {
        local_address(call, value, &found);
    } else {
        give_up(call, "%s is no address", value->field ? value->field : "an item");
    }
    return found;
}

/* --------------------------------------------------------------------------- what calls give */

static struct address empty_address(void)
{
    struct address found;
    memset(&found, 0, sizeof found);
    found.size = sizeof found.name;
    return found;
}

static void put_host(struct text *to, int family, const void *host)
{
    char digits[INET6_ADDRSTRLEN] = "";
    inet_ntop(family, host, digits, sizeof digits);
    put(to, "%s", digits);
}

static void put_path(struct text *to, const struct address *address)
{
    const char *path = (const char *) &address->name + offsetof(struct sockaddr_un, sun_path);
    size_t size = 0;
    if (address->size > offsetof(struct sockaddr_un, sun_path))
        size = address->size - offsetof(struct sockaddr_un, sun_path);
    if (size && *path)
        size = strnlen(path, size);
    put(to, "unix|");
    put_escaped(to, path, size);
}

/* An address as the stack gave it; none where it gave none: it said so, or left the room for one as it was. */
static void put_address(struct text *to, const struct address *address)
{
    put(to, " address=");
    if (address->size == 0 || (address->size == sizeof address->name && address->name.any.sa_family == AF_UNSPEC)) {
        put(to, "none");
    } else if (address->name.any.sa_family == AF_INET) {
        put(to, "inet|");
        put_host(to, AF_INET, &address->name.inet.sin_addr);
        put(to, "|%u", ntohs(address->name.inet.sin_port));
    } else if (address->name.any.sa_family == AF_INET6) {
        put(to, "inet6|");
        put_host(to, AF_INET6, &address->name.inet6.sin6_addr);
        put(to, "|%u|%lu|%lu", ntohs(address->name.inet6.sin6_port), (unsigned long) ntohl(address->name.inet6.sin6_flowinfo),
            (unsigned long) address->name.inet6.sin6_scope_id);
    } else if (address->name.any.sa_family == AF_UNIX) {
        put_path(to, address);
    } else {
        put(to, "(family=%d,data=", address->name.any.sa_family);
        put_bytes(to, &address->name, address->size);
        put(to, ")");
    }
}

static void put_named(struct text *to, const struct name *names, const char *prefix, long number)
{
    const char *name = by_number(names, prefix, number);
    if (name)
        put(to, "%s", name);
    else
        put(to, "%ld", number);
}

/* A bit mask as the set of its names; bits without a name stay one number. */
static void put_set(struct text *to, const char *prefix, unsigned bits)
{
    const char *comma = "";
    put(to, "{");
    for (const struct name *row = constants; row->name; row++) {
        unsigned bit = (unsigned) row->number;
        if (strncmp(row->name, prefix, strlen(prefix)) == 0 && bit && (bits & bit) == bit) {
            put(to, "%s%s", comma, row->name);
            bits &= ~bit;
            comma = ",";
        }
    }
    if (bits)
        put(to, "%s%u", comma, bits);
    put(to, "}");
}

#endif
