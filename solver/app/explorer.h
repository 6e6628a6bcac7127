#ifndef EARSHOT_APP_EXPLORER_H
#define EARSHOT_APP_EXPLORER_H

#include "solver/config/parameters.h"
#include "solver/config/study_designs.h"
#include "solver/model/saved_model.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace earshot {

/// A saved model as a page with sliders asks it. Numbers are in the parameters' units; nothing but numbers of
/// the case can be changed, and no file is touched.
class Explorer {
public:
  using Values = std::map<std::string, double>; ///< by the keys of parameters

  /// @param file of a saved model @throws UserError
  explicit Explorer(const std::string &file);

  /// `title`, `lowest_hz`, `highest_hz`, `tolerance_db`, `basis_vectors` and `parameters`: of each that the
  /// model answers for `key`, `value`, `unit`, `low` and `high` of its slider, `log`, and `largest_db`, what
  /// one per cent more does to the level at most; the strongest first.
  nlohmann::ordered_json description() const;

  /// The files of a run as columns: `response`, `impedance`, `excursion`, `opening_velocity`.
  /// @param points so many frequencies over the model's band, evenly in log f; 0: those of the case's sweep
  /// @throws UserError for values that the case can't have or the model doesn't answer for
  nlohmann::ordered_json evaluate(const Values &values, int points) const;

  /// Insertion losses of the case's first isolation analysis: `frequency_hz` and a column for each variant;
  /// no columns without such an analysis. @param points as for evaluate @throws UserError
  nlohmann::ordered_json isolation(const Values &values, int points) const;

  /// The case with these values, to run. @throws UserError
  std::string config(const Values &values) const;

  /// The case with these values and computed motors, which the model has the matrices of. @throws UserError
  Case design(const Values &values) const;
  const Case &base() const { return base_; } ///< that the model was made for, with computed motors

  /// Whether an answer may take finite elements, which two threads can't have at once.
  bool computes_motors() const;

  /// Answers by a model of the same case from now on.
  void replace_model(SavedModel better) { saved_ = std::move(better); }

  static constexpr int most_points = 1000;

private:
  std::vector<double> frequencies(const Case &design, int points) const;
  /// A study of the case says how far its parameters are meant to go.
  void add_bounds(const StudyDesigns &designs);

  SavedModel saved_;
  Case base_;
  std::vector<Parameter> parameters_; ///< that the model answers for, the strongest first
  std::map<std::string, double> largest_db_;
  std::map<std::string, Range> bounds_; ///< of the case's studies
};

} // namespace earshot

#endif
