package dev.unroll.compiler.lower;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Origin;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.types.Binding;
import dev.unroll.compiler.types.Expr;
import dev.unroll.compiler.types.Site;
import dev.unroll.compiler.types.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lowers expressions into one block. In training mode dropout and zoneout draw masks, one stream each; outside it dropout
 * is the identity and zoneout the expectation.
 */
final class ExprLowering implements Expr.Cases<Value> {
  private final IrBuilder builder;
  private final String file;
  private final Map<String, Value> weights;
  private final Map<String, Value> names;
  private final Masks masks;
  private final Map<String, Value> previous;

  ExprLowering(
      IrBuilder builder, String file, Map<String, Value> weights, Map<String, Value> inputs, boolean training) {
    this(builder, file, weights, inputs, Map.of(), training ? Masks.drawing() : Masks.none());
  }

  private ExprLowering(
      IrBuilder builder,
      String file,
      Map<String, Value> weights,
      Map<String, Value> names,
      Map<String, Value> previous,
      Masks masks) {
    this.builder = builder;
    this.file = file;
    this.weights = weights;
    this.names = new HashMap<>(names);
    this.previous = previous;
    this.masks = masks;
  }

  /** A lowering of one step of a cell, inside a scan; it reads the masks drawn outside. */
  ExprLowering inside(IrBuilder inner, Map<String, Value> rows, Map<String, Value> states, Map<Expr, Value> drawn) {
    return new ExprLowering(inner, file, weights, rows, states, masks.inside(drawn));
  }

  void bind(Binding binding) {
    names.put(binding.name(), lower(binding.value()));
  }

  Value bound(String name) {
    Value value = names.get(name);
    if (value == null) {
      throw new CompilerBug("lower", "nothing is bound to " + name);
    }
    return value;
  }

  Value weight(Weight weight) {
    return weights.get(weight.name());
  }

  Value lower(Expr expr) {
    return expr.match(this);
  }

  IrBuilder at(Site site) {
    return builder.origin(new Origin(file, site.line(), site.layer()));
  }

  /** {@code value} spread over {@code type}, if it is narrower or the same for all rows. */
  Value as(Value value, Type type) {
    if (value.type().equals(type)) {
      return value;
    }
    boolean oneFeature = value.type().equals(Type.vector(1)) && type.width() > 1;
    Value rows = oneFeature ? builder.broadcast(value.name(), value, type.withWidth(1)) : value;
    return builder.broadcast(value.name(), rows, type);
  }

  @Override
  public Value number(Expr.Number expr) {
    return at(expr.site()).constant(expr.site().name(), Type.SCALAR, expr.value());
  }

  @Override
  public Value read(Expr.Read expr) {
    return bound(expr.name());
  }

  @Override
  public Value previous(Expr.Previous expr) {
    return previous.get(expr.state());
  }

  @Override
  public Value trained(Expr.Trained expr) {
    return weight(expr.weight());
  }

  @Override
  public Value apply(Expr.Apply expr) {
    List<Scalar.Ref> refs = new ArrayList<>();
    List<Value> operands = new ArrayList<>();
    for (Expr argument : expr.arguments()) {
      if (argument instanceof Expr.Number number) {
        refs.add(new Scalar.Const(number.value()));
      } else {
        Value operand = lower(argument);
        int known = operands.indexOf(operand);
        refs.add(new Scalar.Arg(known < 0 ? operands.size() : known));
        if (known < 0) {
          operands.add(operand);
        }
      }
    }
    Scalar scalar = Scalar.of(expr.site().name(), expr.fn(), refs.toArray(new Scalar.Ref[0]));
    return at(expr.site()).pointwise(expr.site().name(), scalar, operands.toArray(new Value[0]));
  }

  @Override
  public Value product(Expr.Product expr) {
    Value operand = lower(expr.operand());
    return at(expr.site()).matMul(expr.site().name(), operand, weight(expr.weight()));
  }

  /** A chain of products: each takes the sum so far as its addend, the first one the bias. */
  @Override
  public Value linear(Expr.Linear expr) {
    List<Value> operands = expr.operands().stream().map(this::lower).toList();
    Value sum = expr.bias().map(this::weight).orElse(null);
    for (int i = 0; i < operands.size(); i++) {
      Weight weight = expr.weights().get(i);
      boolean complete = i == operands.size() - 1;
      String name = complete ? expr.site().name() : weight.name().replace('.', '_');
      IrBuilder here = at(expr.site());
      sum =
          sum == null
              ? here.matMul(name, operands.get(i), weight(weight))
              : here.matMul(name, operands.get(i), weight(weight), sum);
    }
    return sum;
  }

  @Override
  public Value dot(Expr.Dot expr) {
    Value left = lower(expr.left());
    Value right = lower(expr.right());
    Value product = at(expr.site()).pointwise(expr.site().part("mul").name(), Fn.MUL, left, right);
    return builder.sumFeatures(expr.site().name(), product);
  }

  @Override
  public Value layerNorm(Expr.LayerNorm expr) {
    Value x = lower(expr.operand());
    Site site = expr.site();
    double share = 1.0 / expr.type().width();
    IrBuilder here = at(site);
    Value mean = here.pointwise(site.part("mean").name(), Fn.MUL, here.sumFeatures(site.part("total").name(), x), share);
    Value centred = here.pointwise(site.part("centred").name(), Fn.SUB, x, mean);
    Value squared = here.pointwise(site.part("squared").name(), Fn.MUL, centred, centred);
    Value squares = here.sumFeatures(site.part("squares").name(), squared);
    Value variance = here.pointwise(site.part("variance").name(), Fn.MUL, squares, share);
    Value padded = here.pointwise(site.part("padded").name(), Fn.ADD, variance, expr.epsilon());
    Value deviation = here.pointwise(site.part("deviation").name(), Fn.SQRT, padded);
    Value normal = here.pointwise(site.part("normal").name(), Fn.DIV, centred, deviation);
    Value scaled = here.pointwise(site.part("scaled").name(), Fn.MUL, normal, weight(expr.gain()));
    return here.pointwise(site.name(), Fn.ADD, scaled, weight(expr.shift()));
  }

  @Override
  public Value zoneout(Expr.Zoneout expr) {
    Value fresh = lower(expr.fresh());
    Value old = lower(expr.old());
    String name = expr.site().name();
    IrBuilder here = at(expr.site());
    if (masks.drawn()) {
      Value keep = masks.of(expr, here, fresh.type());
      Value kept = here.pointwise(name + "_new", Fn.MUL, keep, fresh);
      Scalar inverse = Scalar.of(name + "_hold", Fn.SUB, new Scalar.Const(1), new Scalar.Arg(0));
      Value held = here.pointwise(name + "_old", Fn.MUL, here.pointwise(name + "_hold", inverse, keep), old);
      return here.pointwise(name, Fn.ADD, kept, held);
    }
    Value kept = here.pointwise(name + "_new", Fn.MUL, fresh, 1 - expr.rate());
    Value held = here.pointwise(name + "_old", Fn.MUL, old, expr.rate());
    return here.pointwise(name, Fn.ADD, kept, held);
  }

  @Override
  public Value dropout(Expr.Dropout expr) {
    Value operand = lower(expr.operand());
    if (!masks.drawn() || expr.rate() == 0) {
      return operand;
    }
    IrBuilder here = at(expr.site());
    return here.pointwise(expr.site().name(), Fn.MUL, operand, masks.of(expr, here, operand.type()));
  }

  @Override
  public Value concat(Expr.Concat expr) {
    List<Value> operands = expr.operands().stream().map(this::lower).toList();
    Extent rows =
        operands.stream().map(v -> v.type().extent()).filter(e -> !e.isFixed()).findFirst().orElse(Extent.FIXED);
    IrBuilder here = at(expr.site());
    List<Value> spread =
        operands.stream().map(v -> as(v, new Type(rows, List.of(v.type().width())))).toList();
    return here.concat(expr.site().name(), spread);
  }

  @Override
  public Value last(Expr.Last expr) {
    Value operand = lower(expr.operand());
    return at(expr.site()).last(expr.site().name(), operand);
  }

  @Override
  public Value recur(Expr.Recur expr) {
    Value operand = as(lower(expr.operand()), Lower.typeOf(expr.operand().type()));
    return new CellLowering(this, at(expr.site()), expr, masks).run(operand);
  }
}
