package dev.anamnesis.r4.path;

import dev.anamnesis.r4.path.Lexer.Kind;
import dev.anamnesis.r4.path.Lexer.Token;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads FHIRPath's grammar by precedence. */
final class Parser {

  /** How deep parentheses, arguments and signs may nest. */
  private static final int DEEPEST = 60;

  private static final Expr THIS = new Expr.This();

  private final List<Token> tokens;
  private int at;
  private int depth;

  Parser(List<Token> tokens) {
    this.tokens = tokens;
  }

  Expr whole() {
    Expr expr = expression(0);
    if (peek().kind() != Kind.END) throw unexpected();
    return expr;
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token next() {
    Token token = peek();
    if (token.kind() != Kind.END) at++;
    return token;
  }

  private FhirPath.Malformed unexpected() {
    Token token = peek();
    String words =
        token.kind() == Kind.END ? "the expression ends too early" : "this is not expected";
    return new FhirPath.Malformed(token.at(), words);
  }

  private boolean take(String symbol) {
    if (!peek().is(symbol)) return false;
    at++;
    return true;
  }

  private void expect(String symbol) {
    if (!take(symbol)) throw unexpected();
  }

  private Expr expression(int least) {
    if (++depth > DEEPEST)
      throw new FhirPath.Malformed(peek().at(), "the expression nests too deep");
    Expr left = signed();
    while (true) {
      Token token = peek();
      if (token.is("is") || token.is("as")) {
        if (Operator.OF_TYPES < least) break;
        at++;
        left = token.text().equals("is") ? new Expr.Is(left, type()) : new Expr.As(left, type());
      } else {
        Operator operator = operator(token);
        if (operator == null || operator.rank < least) break;
        at++;
        left = new Expr.Binary(operator, left, expression(operator.rank + 1));
      }
    }
    depth--;
    return left;
  }

  private static @Nullable Operator operator(Token token) {
    return token.kind() == Kind.SYMBOL || token.kind() == Kind.WORD
        ? Operator.of(token.text())
        : null;
  }

  private Expr signed() {
    boolean minus = false;
    while (peek().is("-") || peek().is("+")) minus ^= next().text().equals("-");
    Expr expr = steps(term());
    return minus ? new Expr.Minus(expr) : expr;
  }

  private Expr steps(Expr start) {
    Expr expr = start;
    while (true) {
      if (take(".")) {
        expr = step(expr, false);
      } else if (take("[")) {
        expr = new Expr.At(expr, expression(0));
        expect("]");
      } else {
        return expr;
      }
    }
  }

  private Expr term() {
    Token token = peek();
    return switch (token.kind()) {
      case TEXT -> {
        at++;
        yield new Expr.Constant(Value.of(token.text()));
      }
      case NUMBER -> number();
      case MOMENT -> {
        at++;
        Moment moment = Moment.literal(token.text());
        if (moment == null) throw new FhirPath.Malformed(token.at(), "this is no date or time");
        yield new Expr.Constant(Value.of(moment));
      }
      case VARIABLE -> {
        at++;
        yield new Expr.Variable(token.text());
      }
      case SPECIAL -> special();
      case QUOTED -> step(THIS, true);
      case WORD -> {
        if (take("true")) yield new Expr.Constant(Value.TRUE);
        if (take("false")) yield new Expr.Constant(Value.FALSE);
        yield step(THIS, true);
      }
      case SYMBOL -> {
        if (take("{")) {
          expect("}");
          yield new Expr.Constant(Value.NONE);
        }
        expect("(");
        Expr inner = expression(0);
        expect(")");
        yield inner;
      }
      case END -> throw unexpected();
    };
  }

  private Expr special() {
    Token token = next();
    return switch (token.text()) {
      case "this" -> THIS;
      case "index" -> new Expr.Index();
      case "total" -> new Expr.Total();
      default -> throw new FhirPath.Malformed(token.at(), "there is no such word");
    };
  }

  private Expr number() {
    Token token = next();
    String text = token.text();
    if (text.length() > 100) throw new FhirPath.Malformed(token.at(), "the number is too long");
    Token unit = peek();
    String calendar = unit.kind() == Kind.WORD ? Units.calendar(unit.text()) : null;
    if (calendar != null || unit.kind() == Kind.TEXT) {
      at++;
      String code = calendar == null ? unit.text() : calendar;
      return new Expr.Constant(Value.of(new Scalar.Amount(new BigDecimal(text), code)));
    }
    boolean isWhole = text.indexOf('.') < 0;
    return new Expr.Constant(Value.of(new Scalar.Numeric(new BigDecimal(text), isWhole, text)));
  }

  /** A name or a function call. */
  private Expr step(Expr on, boolean first) {
    Token token = next();
    if (token.kind() != Kind.WORD && token.kind() != Kind.QUOTED) {
      at--;
      throw unexpected();
    }
    if (take("(")) return call(on, token);
    boolean type = first && Character.isUpperCase(token.text().charAt(0));
    return new Expr.Member(on, token.text(), type);
  }

  private Expr call(Expr on, Token name) {
    switch (name.text()) {
      case "is", "as", "ofType" -> {
        TypeName type = type();
        expect(")");
        return name.text().equals("is") ? new Expr.Is(on, type) : new Expr.As(on, type);
      }
      default -> {
        Function function = Functions.ALL.get(name.text());
        if (function == null) {
          throw new FhirPath.Malformed(name.at(), "there is no such function");
        }
        List<Expr> arguments = arguments();
        if (arguments.size() < function.least() || arguments.size() > function.most()) {
          throw new FhirPath.Malformed(name.at(), "the function takes other arguments");
        }
        return new Expr.Call(on, function, arguments);
      }
    }
  }

  private List<Expr> arguments() {
    var arguments = new ArrayList<Expr>();
    if (take(")")) return arguments;
    do {
      arguments.add(expression(0));
    } while (take(","));
    expect(")");
    return List.copyOf(arguments);
  }

  private String name() {
    Token token = next();
    if (token.kind() == Kind.WORD || token.kind() == Kind.QUOTED) return token.text();
    at--;
    throw unexpected();
  }

  private TypeName type() {
    String first = name();
    if (!take(".")) return new TypeName("", first);
    String second = name();
    return first.equals("FHIR") || first.equals("System")
        ? new TypeName(first, second)
        : new TypeName("", first + "." + second);
  }
}
