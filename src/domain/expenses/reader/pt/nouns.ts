/**
 * What groups spend money on. A bare number beside one of these is an amount ("uber 23"); beside any other word it needs
 * a verb, a currency or centavos. Stems are compared without plural and diminutive endings.
 */
const STEMS = new Set(
  `99 abastecimento academia acai acougue acucar aerea aereo agua airbnb alcool almoco aluguel amendoim
aniversario anuidade apartamento ape arroz asinha assai assinatura atacadao aviao baba bagagem bala balada
banda bar barbeiro barco barraca batata bateria bebe bebida bera bicicleta bike bilhar bilhete
birita bola bolao boleto boliche bolo bombom boteco breja brinquedo bufe buffet burger burguer
bus buteco cabana cabelo cabo cachaca cachorro cadeira cafe caixinha calca caldo cama camarao camarote
camiseta camping campo carne carona carrefour carregador carro carvao casa casamento caucao ceia celular
cerveja cervejada cha chacara chale champagne champanhe chaveiro chocolate chope chopp churras
churrascaria churrasco churrasqueira cigarro cimento cinema coca colchao combustivel comida compra
computador condominio conserto consulta conta conveniencia convite copia copo coracao correio
corrida corte costela cota couver couvert coxinha creche credito crepe cruzeiro curso decoracao delivery
dentista descartavel detergente diaria diarista diesel dj doce dogao drink eletricista encanador
encomenda energetico energia entrada entregador escola espetinho espumante estaciona estacionamento etanol
exame excursao fantasia farmacia fatura faxina faxineira feijao feijoada feira ferramenta ferro festa
flanelinha flor fogao fone formatura foto fotografo fralda frango frete fruta fut futebol game garcom gas
gasolina gasosa geladeira gelo gin gole gorjeta goro guarana guincho hamburguer heineken
hortifruti hospedagem hospital hostel hotdog hotel ifood imposto impressao ingresso internet
iptu ipva janta jantar japa japones jogo karaoke lanche lanchinho lanchonete larica
lasanha lava lavagem legume leite lembrancinha limpeza linguica livraria livro lixo locacao loja
luz mac macarrao mala maquiagem marguerita marmita massa material mcdonalds mecanico medico mensalidade
mercado mercearia mesa metro misto molho moto motoboy motorista movel mudanca multa museu natal
net netflix notebook oleo onibus ovo pacote padaria padoca pao papel papelaria parque passagem passagen
passeio pastel peca pedagio pedreiro peixaria peixe pelada pet petisco petshop picanha picole pinga pintor pintura pipoca piscina piza pizza pizzaria plano pneu poke porcao porteiro posto
pousada praia prato presente presentinho presunto protetor quadra quarto queijo quentinha quitanda racao
rango rateio recarga reforma refri refrigerante remedio repelente resort restaurante reveillon
revista rifa rodizio roupa sabao sacolao sal salada salao salgado sanduiche sapato seguro servico shampoo
shopping show sitio sofa som sopa sorvete sorveteria spotify streaming suco super
supermercado sushi tabua tanque tapioca taxa taxi teatro telefone televisao temaki tempero tenis
tinta toalha torta transfer trem troca tv uber vacina valet van vaquinha vela ventilador verdura vestido
vet veterinaria veterinario viagem vinho vodka voo whisky wifi zona`.split(/\s+/),
);

export function isSpentOn(word: string): boolean {
  return (
    STEMS.has(word) ||
    STEMS.has(word.replace(/s$/, '')) ||
    STEMS.has(word.replace(/(es|inhos?|inhas?|zinhos?|zinhas?)$/, '')) ||
    STEMS.has(word.replace(/inha(s?)$/, 'a')) ||
    STEMS.has(word.replace(/inho(s?)$/, 'o')) ||
    STEMS.has(word.replace(/ns$/, 'm')) ||
    STEMS.has(word.replace(/oes$/, 'ao')) ||
    STEMS.has(word.replace(/is$/, 'l'))
  );
}
