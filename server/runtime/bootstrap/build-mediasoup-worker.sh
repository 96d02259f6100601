#!/bin/bash
# Builds the mediasoup worker from the npm package's own C++ against Debian 12 system libraries, for machines that can
# reach package registries only.
# usage: build-mediasoup-worker.sh VERSION FOLDER JOBS; the packages that it needs are listed in mediasoup.mjs
set -euo pipefail
VER=${1:-3.27.1} DIR=${2:-.cache/mediasoup-worker} JOBS=${3:-2}
rm -rf "$DIR"; mkdir -p "$DIR"; cd "$DIR"
npm pack --silent "mediasoup@$VER" >/dev/null && tar xzf mediasoup-*.tgz
cd package/worker
sed -i "s/meson_version: '>= 1.1.0'/meson_version: '>= 1.0.1'/" meson.build   # Debian has 1.0.1; nothing newer is used
# OpenSSL with kTLS (Debian's) asks the write BIO 'is kTLS on?'; mediasoup's callback answers 1 to every ctrl -> NULL write buffer, SIGSEGV.
sed -i 's/(operationType == BIO_CB_RETURN)/((operationType \& BIO_CB_RETURN) != 0)/' src/RTC/DtlsTransport.cpp
grep -q '(operationType & BIO_CB_RETURN) != 0' src/RTC/DtlsTransport.cpp
rm -rf subprojects                                                              # drop every download wrap
sub() { mkdir -p "subprojects/$1"; printf '%s\n' "project('$1', 'cpp')" "${@:2}" > "subprojects/$1/meson.build"; }
opt() { local s=$1; shift; for o; do echo "option('$o', type: 'string', value: '')"; done > "subprojects/$s/meson_options.txt"; }
sub libuv "libuv_dep = dependency('libuv')" "libuv = []"
opt libuv build_tests build_benchmarks
sub openssl "openssl_dep = dependency('openssl')" "libcrypto_lib = []" "libssl_lib = []"
sub flatbuffers "flatbuffers_dep = dependency('flatbuffers').partial_dependency(includes: true)" "flatbuffers_lib = []"
sub abseil-cpp "absl_strings_dep = dependency('absl_strings')" "absl_types_dep = [dependency('absl_optional'), dependency('absl_variant')]" \
  "absl_container_dep = [dependency('absl_flat_hash_map'), dependency('absl_inlined_vector')]" "absl_container_lib = []"
sub unordered_dense "meson.override_dependency('unordered_dense', declare_dependency(include_directories: include_directories('include')))"
sub libsrtp3 "libsrtp3_dep = declare_dependency(include_directories: include_directories('include'), dependencies: dependency('libsrtp2'))" "libsrtp3 = []"
opt libsrtp3 crypto-library crypto-library-kdf tests
mkdir -p subprojects/unordered_dense/include/ankerl subprojects/libsrtp3/include
cat > subprojects/unordered_dense/include/ankerl/unordered_dense.h <<'E'
#pragma once
#include <string>
#include <unordered_map>
#include <unordered_set>
namespace ankerl::unordered_dense {
template<class T> using hash = std::hash<T>;
template<class K, class V, class H = std::hash<K>> using map = std::unordered_map<K, V, H>;
template<class K, class H = std::hash<K>> using set = std::unordered_set<K, H>;
}
E
cat > subprojects/libsrtp3/include/srtp.h <<'E'
// The part of the libsrtp 3 API that mediasoup-worker uses, on top of libsrtp 2.5.
#pragma once
#include <srtp2/srtp.h>
#include <cstdint>
#include <cstring>
using srtp_e = srtp_err_status_t;
constexpr auto srtp_err_status_buffer_small = static_cast<srtp_e>(28);
constexpr auto srtp_err_status_cryptex_err  = static_cast<srtp_e>(29);
struct srtp3_policy { srtp_policy_t p{}; uint8_t key[SRTP_MAX_KEY_LEN]{}; };
inline srtp_e srtp_policy_create(srtp3_policy** o) { *o = new srtp3_policy; return srtp_err_status_ok; }
inline void   srtp_policy_destroy(srtp3_policy* o) { delete o; }
inline srtp_e srtp_policy_set_ssrc(srtp3_policy* o, srtp_ssrc_t s) { o->p.ssrc = s; return srtp_err_status_ok; }
inline srtp_e srtp_policy_set_profile(srtp3_policy* o, srtp_profile_t f) {
	auto e = srtp_crypto_policy_set_from_profile_for_rtp(&o->p.rtp, f);
	return e ? e : srtp_crypto_policy_set_from_profile_for_rtcp(&o->p.rtcp, f);
}
inline srtp_e srtp_policy_add_key(srtp3_policy* o, const uint8_t* k, size_t kl, const uint8_t* s, size_t sl, const uint8_t*, size_t) {
	if (kl + sl > sizeof(o->key)) return srtp_err_status_bad_param;
	std::memcpy(o->key, k, kl); std::memcpy(o->key + kl, s, sl); o->p.key = o->key; return srtp_err_status_ok;
}
inline srtp_e srtp_policy_set_allow_repeat_tx(srtp3_policy* o, bool b) { o->p.allow_repeat_tx = b; return srtp_err_status_ok; }
inline srtp_e srtp_policy_set_window_size(srtp3_policy* o, size_t n) { o->p.window_size = n; return srtp_err_status_ok; }
inline srtp_e srtp_create(srtp_t* s, srtp3_policy* o) { return srtp_create(s, static_cast<const srtp_policy_t*>(&o->p)); }
inline srtp_e srtp_stream_remove(srtp_t s, uint32_t ssrc) { return srtp_remove_stream(s, ssrc); }
template<srtp_e (*F)(srtp_t, void*, int*)> srtp_e srtp3_op(srtp_t s, const uint8_t* in, size_t n, uint8_t* out, size_t* cap, size_t extra) {
	if (n + extra > *cap) return srtp_err_status_buffer_small;
	if (in != out) std::memmove(out, in, n);
	int len = static_cast<int>(n); auto e = F(s, out, &len); if (!e) *cap = static_cast<size_t>(len); return e;
}
inline srtp_e srtp_protect(srtp_t s, const uint8_t* i, size_t n, uint8_t* o, size_t* c, size_t) { return srtp3_op<&::srtp_protect>(s, i, n, o, c, SRTP_MAX_TRAILER_LEN); }
inline srtp_e srtp_unprotect(srtp_t s, const uint8_t* i, size_t n, uint8_t* o, size_t* c) { return srtp3_op<&::srtp_unprotect>(s, i, n, o, c, 0); }
inline srtp_e srtp_protect_rtcp(srtp_t s, const uint8_t* i, size_t n, uint8_t* o, size_t* c, size_t) { return srtp3_op<&::srtp_protect_rtcp>(s, i, n, o, c, SRTP_MAX_TRAILER_LEN + 4); }
inline srtp_e srtp_unprotect_rtcp(srtp_t s, const uint8_t* i, size_t n, uint8_t* o, size_t* c) { return srtp3_op<&::srtp_unprotect_rtcp>(s, i, n, o, c, 0); }
#define srtp_policy_t srtp3_policy*
E
meson setup ../../build . --buildtype release -Db_ndebug=true --wrap-mode=nodownload
ninja -C ../../build -j"$JOBS" mediasoup-worker
strip -o "$DIR/mediasoup-worker" ../../build/mediasoup-worker
ls -l "$DIR/mediasoup-worker"   # use it with:  MEDIASOUP_WORKER_BIN=$DIR/mediasoup-worker
