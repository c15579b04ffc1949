package dev.unroll.compiler.parse;

import dev.unroll.grammar.RnnParser;
import java.util.Map;

/** The message table: for each rule of the grammar, how what it reads is called and written. */
final class SyntaxForms {
    private static final Map<Integer, String> WRITTEN = Map.ofEntries(
            Map.entry(RnnParser.RULE_packageDecl, "a package is written `package com.acme.market`"),
            Map.entry(
                    RnnParser.RULE_useDecl,
                    "an import is written `use com.acme.Words` or `use com.acme.{Words, Tags}`"),
            Map.entry(RnnParser.RULE_modelDecl, "a model is written `model Name(size: int = 64) { ... }`"),
            Map.entry(RnnParser.RULE_cellDecl, "a cell is written `cell Name(units: int)(x: float[n]) { ... }`"),
            Map.entry(
                    RnnParser.RULE_attentionDecl,
                    "an attention is written `attention Name(units: int)(query: float[q], keys: float[pos, k]) { ... }`"),
            Map.entry(
                    RnnParser.RULE_vocabularyDecl, "a vocabulary is written `vocabulary Name { tokens = characters }`"),
            Map.entry(
                    RnnParser.RULE_labelsDecl,
                    "labels are written `labels Name { A, B }` or `labels Name { file = \"a.txt\" }`"),
            Map.entry(RnnParser.RULE_trainDecl, "a training is written `train Model { loss = mse }`"),
            Map.entry(RnnParser.RULE_decodeDecl, "a decoding is written `decode Model { beam(width = 5) }`"),
            Map.entry(RnnParser.RULE_serveDecl, "a session is written `serve Model { session = rolling }`"),
            Map.entry(RnnParser.RULE_testDecl, "a test is written `test Model { expect parameters == 51 }`"),
            Map.entry(RnnParser.RULE_parameter, "a parameter is written `name: type` or `name: type = default`"),
            Map.entry(RnnParser.RULE_inputDecl, "an input is written `input name : type`"),
            Map.entry(RnnParser.RULE_outputDecl, "an output is written `output name : type`"),
            Map.entry(RnnParser.RULE_scaling, "scaling is written `scaled minmax(0, 1)` or `scaled like name`"),
            Map.entry(RnnParser.RULE_layerDecl, "a shared layer is written `layer name = Layer(...)`"),
            Map.entry(RnnParser.RULE_binding, "a value gets a name by `name = expression`"),
            Map.entry(RnnParser.RULE_decoderDecl, "a decoder is written `decoder output { ... }`"),
            Map.entry(RnnParser.RULE_decoderCell, "a decoder's cell is written `cell name = LSTM(...)`"),
            Map.entry(RnnParser.RULE_decoderStep, "a decoder's step is written `step (previous) { ... }`"),
            Map.entry(RnnParser.RULE_cellStep, "a cell's step is written `step { ... }`"),
            Map.entry(RnnParser.RULE_emit, "what a step gives is written `emit value`"),
            Map.entry(
                    RnnParser.RULE_weightsDecl,
                    "weights are written `weights W, U : float[rows, columns] init glorot`"),
            Map.entry(
                    RnnParser.RULE_weightGroup,
                    "weights are written `weights W, U : float[rows, columns] init glorot`"),
            Map.entry(RnnParser.RULE_stateDecl, "a state is written `state h: float[units] = zeros`"),
            Map.entry(RnnParser.RULE_arguments, "an argument is written `value` or `name = value`"),
            Map.entry(RnnParser.RULE_record, "a record is written `{ input = 0.5, output = 0.1 }`"),
            Map.entry(RnnParser.RULE_list, "a list is written `[mae, rmse]`"),
            Map.entry(RnnParser.RULE_group, "round brackets hold one expression"),
            Map.entry(RnnParser.RULE_score, "a score is written `score[position] = expression`"),
            Map.entry(RnnParser.RULE_setting, "a setting is written `name = value`"),
            Map.entry(
                    RnnParser.RULE_expectation,
                    "write `expect a == b`, `expect name : type`, `expect error \"RNN3102\" when { ... }` or `gradients within 1e-5`"),
            Map.entry(RnnParser.RULE_type, "types are written `float[time, 4]`, `token<Words>[time]` or `int`"),
            Map.entry(RnnParser.RULE_repeat, "repetition is written `repeat 3 { LSTM(50) -> Dropout(0.2) }`"));

    private static final Map<Integer, String> HOLDS = Map.ofEntries(
            Map.entry(
                    RnnParser.RULE_file,
                    "a file holds `model`, `cell`, `attention`, `vocabulary`, `labels`, `train`, `decode`, `serve` and `test` blocks"),
            Map.entry(
                    RnnParser.RULE_modelBody,
                    "a model holds `input`, `output`, `layer` and `decoder` lines and `name = expression`"),
            Map.entry(
                    RnnParser.RULE_decoderBody,
                    "a decoder holds `layer` and `cell` lines and one `step (previous) { ... }`"),
            Map.entry(RnnParser.RULE_stepBody, "a decoder's step holds `name = expression` and one `emit`"),
            Map.entry(
                    RnnParser.RULE_cellBody,
                    "a cell holds `weights` and `state` lines, one `step { ... }` and one `emit`"),
            Map.entry(RnnParser.RULE_equations, "a cell's step holds equations `name = expression`"),
            Map.entry(
                    RnnParser.RULE_attentionBody,
                    "an attention holds `weights` lines and one `score[position] = expression`"),
            Map.entry(RnnParser.RULE_settings, "this block holds settings `name = value`"),
            Map.entry(
                    RnnParser.RULE_decodeBody,
                    "a decoding holds calls such as `beam(width = 5)` and settings `name = value`"),
            Map.entry(RnnParser.RULE_testBody, "a test holds `expect` and `gradients` lines"),
            Map.entry(
                    RnnParser.RULE_refusedBody,
                    "these brackets hold blocks that must be refused, such as `serve Model { ... }`"));

    /** What stands between the brackets of a rule. */
    private static final Map<Integer, String> ELEMENT = Map.of(
            RnnParser.RULE_arguments, "an argument",
            RnnParser.RULE_parameters, "a parameter",
            RnnParser.RULE_record, "a field",
            RnnParser.RULE_list, "an element",
            RnnParser.RULE_dimensions, "an axis or a size",
            RnnParser.RULE_labelList, "a label",
            RnnParser.RULE_useDecl, "a name",
            RnnParser.RULE_decoderStep, "a name");

    private SyntaxForms() {}

    /** How the construct is written, or null if the rule is too small to have a form of its own. */
    static String written(int rule) {
        return WRITTEN.get(rule);
    }

    /** What a block may hold, or null if the rule is no block. */
    static String holds(int rule) {
        return HOLDS.get(rule);
    }

    /** What is listed between the rule's brackets, or null if it lists nothing. */
    static String element(int rule) {
        return ELEMENT.get(rule);
    }
}
