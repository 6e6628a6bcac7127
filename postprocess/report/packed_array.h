#ifndef EARSHOT_POSTPROCESS_REPORT_PACKED_ARRAY_H
#define EARSHOT_POSTPROCESS_REPORT_PACKED_ARRAY_H

#include <nlohmann/json.hpp>

#include <cstdint>
#include <span>
#include <string>

namespace earshot {

/// Arrays of numbers for a page: little-endian bytes, compressed by zlib, in base64, as an object with `type`
/// (f32, i16, u16, u32), `data` and, for integers that stand for numbers, `scale` and `offset`
/// (value = offset + scale * integer).

/// As they are, in single precision.
nlohmann::ordered_json packed_floats(std::span<const double> values);

/// To a 65534th of twice the largest magnitude.
nlohmann::ordered_json packed_to_16_bits(std::span<const double> values);

/// Points x, y, z in turn, to a 65535th of their largest extent.
nlohmann::ordered_json packed_points(std::span<const double> coordinates);

/// Numbers of nodes, in 16 bits where these do.
nlohmann::ordered_json packed_indices(std::span<const std::uint32_t> indices);

/// zlib's compression, then base64.
std::string compressed_base64(std::span<const unsigned char> bytes);

} // namespace earshot

#endif
