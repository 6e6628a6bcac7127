#include "postprocess/report/packed_array.h"

#include <vtkBase64Utilities.h>
#include <vtkNew.h>
#include <vtkUnsignedCharArray.h>
#include <vtkZLibDataCompressor.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

namespace earshot {
namespace {

using nlohmann::ordered_json;
static_assert(std::endian::native == std::endian::little, "pages read little-endian numbers");

template <class T>
ordered_json packed(const char *type, const std::vector<T> &values) {
  const auto *const bytes = reinterpret_cast<const unsigned char *>(values.data());
  return {{"type", type}, {"data", compressed_base64({bytes, values.size() * sizeof(T)})}};
}

} // namespace

std::string compressed_base64(std::span<const unsigned char> bytes) {
  vtkNew<vtkZLibDataCompressor> compressor;
  compressor->SetCompressionLevel(9);
  const auto compressed =
      vtkSmartPointer<vtkUnsignedCharArray>::Take(compressor->Compress(bytes.data(), bytes.size()));
  const std::size_t size = compressed->GetNumberOfTuples();
  std::string text(4 * ((size + 2) / 3), '\0');
  const auto length = vtkBase64Utilities::Encode(compressed->GetPointer(0), size,
                                                 reinterpret_cast<unsigned char *>(text.data()));
  text.resize(length);
  return text;
}

ordered_json packed_floats(std::span<const double> values) {
  return packed("f32", std::vector<float>(values.begin(), values.end()));
}

ordered_json packed_to_16_bits(std::span<const double> values) {
  double largest = 0;
  for (const double value : values)
    largest = std::max(largest, std::abs(value));
  const double scale = largest > 0 ? largest / std::numeric_limits<std::int16_t>::max() : 1;
  std::vector<std::int16_t> integers;
  for (const double value : values)
    integers.push_back(static_cast<std::int16_t>(std::lround(value / scale)));
  ordered_json json = packed("i16", integers);
  json["scale"] = scale;
  return json;
}

ordered_json packed_points(std::span<const double> coordinates) {
  constexpr std::size_t dimensions = 3;
  std::array<double, dimensions> low, high;
  low.fill(std::numeric_limits<double>::infinity());
  high.fill(-std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < coordinates.size(); ++i) {
    low[i % dimensions] = std::min(low[i % dimensions], coordinates[i]);
    high[i % dimensions] = std::max(high[i % dimensions], coordinates[i]);
  }
  double extent = 0;
  for (std::size_t d = 0; d < dimensions; ++d)
    extent = std::max(extent, high[d] - low[d]);
  const double scale = extent > 0 ? extent / std::numeric_limits<std::uint16_t>::max() : 1;
  std::vector<std::uint16_t> integers;
  for (std::size_t i = 0; i < coordinates.size(); ++i)
    integers.push_back(
        static_cast<std::uint16_t>(std::lround((coordinates[i] - low[i % dimensions]) / scale)));
  ordered_json json = packed("u16", integers);
  json["scale"] = scale;
  json["offset"] = low;
  return json;
}

ordered_json packed_indices(std::span<const std::uint32_t> indices) {
  const bool short_ones = std::all_of(indices.begin(), indices.end(), [](std::uint32_t index) {
    return index <= std::numeric_limits<std::uint16_t>::max();
  });
  if (short_ones)
    return packed("u16", std::vector<std::uint16_t>(indices.begin(), indices.end()));
  return packed("u32", std::vector<std::uint32_t>(indices.begin(), indices.end()));
}

} // namespace earshot
