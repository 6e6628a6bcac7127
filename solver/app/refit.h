#ifndef EARSHOT_APP_REFIT_H
#define EARSHOT_APP_REFIT_H

#include "solver/model/model.h"
#include "solver/model/saved_model.h"
#include "solver/sweep/direct_sweep.h"
#include "solver/sweep/fast_sweep.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace earshot {

/// Fits a saved model to designs that it wasn't made for. The mesh and the matrices are made once, for the
/// first of them; each design then takes a few factorisations. What was fitted before stays fitted. One rank.
class Refit {
public:
  /// @param base case of the saved model, with computed motors
  explicit Refit(Case base);
  ~Refit();

  /// @param design with computed motors, and with the matrices of the base
  /// @param tell takes a few words before each step @param go_on is asked after each step
  /// @return the better model, or nothing when `go_on` said no
  /// @throws UserError FactorizationError
  std::optional<SavedModel> fit(const Case &design, const std::function<void(const std::string &)> &tell,
                                const std::function<bool()> &go_on);

private:
  void assemble(const std::function<void(const std::string &)> &tell);

  Case base_;
  std::unique_ptr<Model> model_;
  std::unique_ptr<DirectSweep> solver_;
  std::unique_ptr<FastSweep> fast_;
};

} // namespace earshot

#endif
