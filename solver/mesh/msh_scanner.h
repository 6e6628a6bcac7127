#ifndef EARSHOT_MESH_MSH_SCANNER_H
#define EARSHOT_MESH_MSH_SCANNER_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace earshot {

/// Reads the numbers of a .msh file one after the other, written as text or as bytes of either order, and
/// never beyond its end. Every error is a UserError that names the file and the line or byte.
class MshScanner {
public:
  /// @param text the whole file, which must outlive the scanner @param file for messages
  MshScanner(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

  /// The numbers that follow are bytes. @param swapped in the order that this machine doesn't have
  void use_bytes(bool swapped) { bytes_ = true, swapped_ = swapped; }
  bool uses_bytes() const { return bytes_; }

  bool at_end() const { return at_ >= text_.size(); }
  /// The rest of the line, without its end.
  std::string line();
  /// Goes behind the line "$End" + `section`. What lies before it isn't looked at.
  void skip_section(const std::string &section);
  /// Goes behind the line "$End" + `section`, which must come next.
  void end_section(const std::string &section);

  /// A number that a text spells in the same way in both forms of file.
  std::int64_t text_integer();
  /// A text between quotation marks, behind blanks.
  std::string quoted();
  std::int64_t int32();
  std::int64_t int64();
  /// A finite number.
  double real();

  /// Checks a count against what is left of the file. @param what e.g. "nodes"
  /// @param binary_bytes of one item at least; as text it takes two (a digit and a blank) per number
  std::size_t checked_count(std::int64_t count, const char *what, std::size_t binary_bytes,
                            std::size_t numbers) const;

  [[noreturn]] void fail(const std::string &message) const;

private:
  template <class T>
  T binary();
  std::string_view word();

  std::string_view text_;
  std::string file_;
  std::size_t at_ = 0;
  bool bytes_ = false, swapped_ = false;
};

} // namespace earshot

#endif
