import { describe, expect, it } from 'vitest';
import { codeOfError, describeError } from './error-code.ts';

const fail = (message: string): Error => {
  const error = new Error(message);
  error.stack = `Error: ${message}\n    at send (https://racha.example/assets/app-1a2b.js:3:14)\n    at async https://racha.example/assets/app-1a2b.js:9:1`;
  return error;
};

describe('describeError', () => {
  it('keeps places and leaves out what the message quotes', () => {
    const shape = describeError(
      fail('Unexpected token: paguei 120 de pizza\nat my (house.js:1:1) in Rua 12'),
    );
    expect(shape.frames).toEqual(['send app-1a2b.js:3:14', 'app-1a2b.js:9:1']);
  });
  it('reads the other browsers’ frames', () => {
    const error = new Error('x');
    error.stack = 'send@https://racha.example/assets/app.js:3:14\n@https://racha.example/assets/app.js:9:1';
    expect(describeError(error).frames).toEqual(['send app.js:3:14', 'app.js:9:1']);
  });
});

describe('codeOfError', () => {
  it('is the same for the same place, whatever the text', () => {
    expect(codeOfError(fail('pizza'))).toBe(codeOfError(fail('gelo')));
    expect(codeOfError(fail('pizza'))).toMatch(/^E-[0-9A-F]{6}$/);
  });
  it('takes anything that can be thrown', () => {
    expect(codeOfError('text')).toMatch(/^E-/);
    expect(codeOfError(undefined)).toMatch(/^E-/);
  });
});
