#include "solver/files/user_text.h"

#include "solver/config/located.h"
#include "solver/files/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace earshot {

namespace {

constexpr std::uintmax_t largest_file = 256'000'000;
constexpr char32_t replacement = 0xFFFD;

/// Windows-1252 from 0x80 to 0x9F; the rest equals Unicode.
constexpr std::array<char32_t, 32> windows_1252{
    0x20AC, replacement, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152,      0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014,      0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

void append_utf8(std::string &text, char32_t c) {
  const auto tail = [&](int shift) { text += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0 | (c >> 6));
    tail(0);
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0 | (c >> 12));
    tail(6), tail(0);
  } else {
    text += static_cast<char>(0xF0 | (c >> 18));
    tail(12), tail(6), tail(0);
  }
}

/// How many bytes follow the first one of a character; -1 for no first byte.
int following(unsigned char first) {
  if (first < 0x80)
    return 0;
  if (first >= 0xC2 && first < 0xE0)
    return 1;
  if (first >= 0xE0 && first < 0xF0)
    return 2;
  return first >= 0xF0 && first < 0xF5 ? 3 : -1;
}

bool is_utf8(const std::string &bytes) {
  for (std::size_t k = 0; k < bytes.size();) {
    const int more = following(static_cast<unsigned char>(bytes[k++]));
    if (more < 0)
      return false;
    for (int i = 0; i < more; ++i)
      if (k >= bytes.size() || (static_cast<unsigned char>(bytes[k++]) & 0xC0) != 0x80)
        return false;
  }
  return true;
}

std::string from_utf16(const std::string &bytes, bool big_endian) {
  std::string text;
  const auto unit = [&](std::size_t k) {
    const auto first = static_cast<unsigned char>(bytes[k]),
               second = static_cast<unsigned char>(bytes[k + 1]);
    return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  for (std::size_t k = 2; k + 1 < bytes.size(); k += 2) {
    char32_t c = unit(k);
    const bool leads = c >= 0xD800 && c < 0xDC00;
    if (leads && k + 3 < bytes.size() && unit(k + 2) >= 0xDC00 && unit(k + 2) < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10) + (unit(k + 2) - 0xDC00);
      k += 2;
    } else if (c >= 0xD800 && c < 0xE000) {
      c = replacement;
    }
    append_utf8(text, c);
  }
  return text;
}

std::string from_windows_1252(const std::string &bytes) {
  std::string text;
  for (const char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    append_utf8(text, code >= 0x80 && code < 0xA0 ? windows_1252[code - 0x80] : code);
  }
  return text;
}

/// Line ends of Windows and of old Macs as \n.
std::string with_plain_line_ends(const std::string &text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t k = 0; k < text.size(); ++k) {
    if (text[k] != '\r')
      result += text[k];
    else if (k + 1 >= text.size() || text[k + 1] != '\n')
      result += '\n';
  }
  return result;
}

/// What streams skip between words.
bool is_blank(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

} // namespace

std::string decoded_text(const std::string &bytes, const std::string &file) {
  const auto starts = [&](const char *mark, std::size_t length) {
    return bytes.compare(0, length, mark, length) == 0;
  };
  std::string text;
  if (starts("\xFF\xFE", 2) || starts("\xFE\xFF", 2))
    text = from_utf16(bytes, bytes[0] == '\xFE');
  else if (starts("\xEF\xBB\xBF", 3))
    text = bytes.substr(3);
  else
    text = bytes;
  if (text.find('\0') != std::string::npos)
    throw UserError(
        {file, 1 + static_cast<int>(std::count(text.begin(), text.begin() + text.find('\0'), '\n')), 1, ""},
        "found binary data or UTF-16 without a byte order mark, expected text in UTF-8, in UTF-16 "
        "with its mark or in Latin-1");
  return with_plain_line_ends(is_utf8(text) ? text : from_windows_1252(text));
}

std::string read_user_bytes(const std::filesystem::path &path) {
  std::error_code error;
  if (std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error))
    throw UserError({path.string(), 0, 0, ""}, "found a folder or a device, expected a file");
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (!error && size > largest_file)
    throw UserError({path.string(), 0, 0, ""},
                    fmt::format("found {:.0f} MB, expected at most {:.0f} MB",
                                1e-6 * static_cast<double>(size), 1e-6 * static_cast<double>(largest_file)));
  return read_text(path);
}

std::vector<std::string> lines_of(const std::string &text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(c < 0x80 ? std::tolower(c) : c); });
  return text;
}

std::string trimmed(const std::string &text) {
  static const std::string no_break = "\xC2\xA0";
  std::size_t begin = 0, end = text.size();
  for (bool moved = true; moved;) {
    moved = false;
    if (begin < end && is_blank(text[begin]))
      ++begin, moved = true;
    else if (text.compare(begin, 2, no_break) == 0 && begin + 2 <= end)
      begin += 2, moved = true;
    if (end > begin && is_blank(text[end - 1]))
      --end, moved = true;
    else if (end >= begin + 2 && text.compare(end - 2, 2, no_break) == 0)
      end -= 2, moved = true;
  }
  return text.substr(begin, end - begin);
}

std::string excerpt(const std::string &text) {
  constexpr std::size_t longest = 80;
  std::string shown = text.substr(0, longest);
  while (text.size() > longest && !shown.empty() &&
         (static_cast<unsigned char>(text[shown.size()]) & 0xC0) == 0x80)
    shown.pop_back(); // not in the middle of a character
  std::replace_if(
      shown.begin(), shown.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return text.size() > longest ? shown + "..." : shown;
}

} // namespace earshot
