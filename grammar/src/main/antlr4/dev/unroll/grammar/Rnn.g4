/**
 * The .rnn language, version 1.
 *
 * Line ends mean nothing and there are no terminators. Every keyword except `true` and `false` may also be a name. Long inputs are read
 * by loops, so only brackets make the parser recurse, and their depth is checked on the tokens before this grammar is asked.
 */
grammar Rnn;

// Files

file: version? packageDecl? useDecl* declaration* EOF;

version: RNN NUMBER;

packageDecl: PACKAGE dottedName;

useDecl: USE path+=name (DOT path+=name)* DOT (only=name | LBRACE names+=name (COMMA names+=name)* COMMA? RBRACE);

declaration
    : modelDecl
    | cellDecl
    | attentionDecl
    | vocabularyDecl
    | labelsDecl
    | trainDecl
    | decodeDecl
    | serveDecl
    | testDecl
    ;

parameters: LPAREN (parameter (COMMA parameter)* COMMA?)? RPAREN;

parameter: name COLON type (ASSIGN expression)?;

// Models

modelDecl: MODEL name parameters? modelBody;

modelBody: LBRACE modelItem* RBRACE;

modelItem: inputDecl | outputDecl | layerDecl | decoderDecl | binding;

inputDecl: INPUT name COLON type scaling?;

outputDecl: OUTPUT name COLON type scaling?;

scaling: SCALED (LIKE name | reference);

layerDecl: LAYER name ASSIGN expression;

binding: name ASSIGN expression;

decoderDecl: DECODER name decoderBody;

decoderBody: LBRACE decoderItem* RBRACE;

decoderItem: layerDecl | decoderCell | decoderStep;

decoderCell: CELL name ASSIGN expression;

decoderStep: STEP LPAREN name (COMMA name)* COMMA? RPAREN stepBody;

stepBody: LBRACE stepItem* RBRACE;

stepItem: emit | binding;

emit: EMIT expression;

// Cells and attention

cellDecl: CELL name parameters parameters? cellBody;

cellBody: LBRACE cellItem* RBRACE;

cellItem: weightsDecl | stateDecl | cellStep | emit;

weightsDecl: WEIGHTS weightGroup (COMMA weightGroup)*;

weightGroup: name (COMMA name)* COLON type (INIT expression)?;

stateDecl: STATE name COLON type ASSIGN expression;

cellStep: STEP equations;

equations: LBRACE binding* RBRACE;

attentionDecl: ATTENTION name parameters parameters? attentionBody;

attentionBody: LBRACE attentionItem* RBRACE;

attentionItem: weightsDecl | score;

score: name LBRACK name RBRACK ASSIGN expression;

// Blocks of settings

vocabularyDecl: VOCAB name settings;

labelsDecl: LABELS name (labelList | settings);

labelList: LBRACE name (COMMA name)* COMMA? RBRACE;

trainDecl: TRAIN name settings;

serveDecl: SERVE name settings;

settings: LBRACE (setting COMMA?)* RBRACE;

setting: name ASSIGN expression;

decodeDecl: DECODE name decodeBody;

decodeBody: LBRACE (decodeItem COMMA?)* RBRACE;

decodeItem: setting | strategy;

strategy: dottedName arguments;

// Tests

testDecl: TEST name testBody;

testBody: LBRACE expectation* RBRACE;

expectation
    : EXPECT ERROR STRING WHEN refusedBody                # fails
    | EXPECT dottedName COLON type                        # hasType
    | EXPECT expression comparison expression             # compare
    | GRADIENTS WITHIN NUMBER (WITH record)?              # gradients
    ;

refusedBody: LBRACE declaration* RBRACE;

comparison: EQ | NE | LT | LE | GT | GE;

// Types

type: name (LT dottedName GT)? dimensions?;

dimensions: LBRACK dimension (COMMA dimension)* COMMA? RBRACK;

dimension
    : name ASSIGN sum   # fixedAxis
    | name LE sum       # boundedAxis
    | sum               # plainDimension
    ;

// Expressions

expression: operand (ARROW operand)*;

operand: repeat | sum;

repeat: REPEAT count (WITH record)? repeatBody;

count: NUMBER | dottedName;

repeatBody: LBRACE expression RBRACE;

sum: term ((PLUS | MINUS) term)*;

term: unary ((STAR | SLASH | AT) unary)*;

unary: MINUS* primary;

primary
    : NUMBER              # number
    | STRING              # string
    | (TRUE | FALSE)      # flag
    | reference           # referred
    | record              # recorded
    | list                # listed
    | group               # grouped
    ;

group: LPAREN expression RPAREN;

reference: dottedName (arguments | position)?;

position: LBRACK expression RBRACK;

arguments: LPAREN (argument (COMMA argument)* COMMA?)? RPAREN;

argument: (name ASSIGN)? expression;

record: LBRACE (field (COMMA field)* COMMA?)? RBRACE;

field: name (ASSIGN expression)?;

list: LBRACK (expression (COMMA expression)* COMMA?)? RBRACK;

// Names

dottedName: name (DOT name)*;

name
    : ID
    | RNN | PACKAGE | USE | MODEL | CELL | ATTENTION | VOCAB | LABELS | TRAIN | DECODE | SERVE | TEST
    | INPUT | OUTPUT | LAYER | DECODER | STEP | EMIT | WEIGHTS | INIT | STATE | SCALED | LIKE
    | REPEAT | WITH | EXPECT | ERROR | WHEN | GRADIENTS | WITHIN
    ;

// Words

RNN: 'rnn';
PACKAGE: 'package';
USE: 'use';
MODEL: 'model';
CELL: 'cell';
ATTENTION: 'attention';
VOCAB: 'vocabulary'; // ANTLR has a field VOCABULARY of its own
LABELS: 'labels';
TRAIN: 'train';
DECODE: 'decode';
SERVE: 'serve';
TEST: 'test';
INPUT: 'input';
OUTPUT: 'output';
LAYER: 'layer';
DECODER: 'decoder';
STEP: 'step';
EMIT: 'emit';
WEIGHTS: 'weights';
INIT: 'init';
STATE: 'state';
SCALED: 'scaled';
LIKE: 'like';
REPEAT: 'repeat';
WITH: 'with';
EXPECT: 'expect';
ERROR: 'error';
WHEN: 'when';
GRADIENTS: 'gradients';
WITHIN: 'within';
TRUE: 'true';
FALSE: 'false';

// Signs

LBRACE: '{';
RBRACE: '}';
LPAREN: '(';
RPAREN: ')';
LBRACK: '[';
RBRACK: ']';
COMMA: ',';
DOT: '.';
COLON: ':';
ASSIGN: '=';
ARROW: '->';
PLUS: '+';
MINUS: '-';
STAR: '*';
SLASH: '/';
AT: '@';
EQ: '==';
NE: '!=';
LE: '<=';
GE: '>=';
LT: '<';
GT: '>';

// Everything else. What the last three match is always an error; they exist so that the error can be a good one.

ID: [A-Za-z_] [A-Za-z0-9_]*;
NUMBER: [0-9]+ ('.' [0-9]+)? ([eE] [+-]? [0-9]+)?;
STRING: '"' (~["\\\r\n] | '\\' ~[\r\n])* '"';
DOC: '///' (~[/\r\n] ~[\r\n]*)? -> channel(HIDDEN);
COMMENT: '//' ~[\r\n]* -> skip;
SPACE: [ \t\r\n]+ -> skip;
MARK: '\uFEFF' -> skip; // at the start of a file; elsewhere it is reported as invisible

OPEN_STRING: '"' (~["\\\r\n] | '\\' ~[\r\n])* '\\'?;
FOREIGN_NAME: [\p{L}\p{Nl}_] [\p{L}\p{N}\p{M}\p{Cf}_]*;
OTHER: .;
